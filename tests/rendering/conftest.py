"""A browser for all tests of this folder, and the tiny class of the tests of nbgrader's steps."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))

from browsing import chromium
from class_fixtures import built_course, classroom

__all__ = ["browser", "built_course", "classroom"]


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    with chromium() as started:
        yield started
