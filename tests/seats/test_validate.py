"""nbgrader's Validate, as students press it in JupyterLab, tells the truth about a notebook."""

import io
import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import Execute
from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler
from nbgrader.validator import Validator
from seat_notebooks import answered

from autograder.publishing.seats import SETTINGS, SETTINGS_NAME

LESSON = "3-1-1-matmul"
WRONG = "def matmul_loops(a, b):\n    return a @ b + 1"


@pytest.fixture
def validate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Validate a notebook; return what the button shows."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

    def run(**answers: str | None) -> dict[str, list[dict[str, str]]]:
        path = tmp_path / f"{LESSON}.ipynb"
        nbformat.write(answered(LESSON, **answers), path)
        validator = Validator()
        validator.stream = io.StringIO()
        return validator.validate(str(path))

    return run


def test_right_answers_pass(validate) -> None:
    assert validate() == {}


def test_blank_and_wrong_answers_fail_and_nothing_else(validate) -> None:
    shown = validate(chunks=None, matmul_loops=WRONG)
    assert list(shown) == ["failed"]
    checks = [one["source"].splitlines()[0] for one in shown["failed"]]
    assert checks == ["def listed(xs, sz):", "check_matmul(matmul_loops)"]
    assert "chunks is blank: fill in its cell and run it first" in shown["failed"][0]["error"]


def test_a_cell_may_take_longer_than_a_slow_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / SETTINGS_NAME).write_bytes(SETTINGS)
    monkeypatch.chdir(tmp_path)
    config = ValidateAssignmentHandler.load_config(None)
    assert Execute(config=config).timeout == 180
