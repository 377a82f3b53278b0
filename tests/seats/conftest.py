"""A home of one's own for every test, so that nobody's real progress is touched."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The student's folder."""
    monkeypatch.setenv("STUDENT_LIB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
