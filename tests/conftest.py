"""What all tests share: a browser, and a search path that no test changes for another."""

import sys

import pytest
from browsing import chromium


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """Put the search path back after each test: nbgrader's programs add the course's folder to it,
    whose `student_lib` processes started by later tests would import."""
    before = list(sys.path)
    try:
        return (yield)
    finally:
        sys.path[:] = before


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once a module: while Playwright runs, nobody else can run an event loop."""
    with chromium() as started:
        yield started
