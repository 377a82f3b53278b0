"""A class whose gradebook is a real PostgreSQL. What grades it is fake."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "nbgrader"))
sys.path.append(str(Path(__file__).parents[1] / "faults"))

from class_fixtures import built_course, classroom
from server import running

__all__ = ["built_course", "classroom"]


@pytest.fixture(scope="session")
def one_server():
    """A server for all tests."""
    pytest.importorskip("psycopg", reason="needs the extra: pip install 'workbook[postgres]'")
    with running() as server:
        yield server
