"""Run the visible checks of a notebook without a front end, exercise by exercise."""

import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from student_lib.seat.asserts import KeepOperands, failed_comparison, forget
from student_lib.seat.lessons import BLANK, CHECK, Lesson, lesson_of, marks, read_notebook

__all__ = ["Outcome", "check"]

DEMO = "demo"


@dataclass(frozen=True)
class Outcome:
    """What the check of one exercise said: passed, failed, blank, error or missing."""

    exercise: str
    verdict: str
    message: str = ""
    comparison: str = ""


def check(notebook: Path, *, run_all: bool = False) -> tuple[Lesson, list[Outcome]]:
    """Run a notebook's cells in this process and return what its visible checks say.

    Cells that only show something are skipped unless `run_all`. An error ends its cell only.

    Raises ValueError when the file is no notebook, OSError when it cannot be read.
    """
    content = read_notebook(notebook)
    lesson = lesson_of(notebook.stem, content, {})
    with _shell(notebook.resolve().parent) as shell:
        errors = dict(_run(shell, content["cells"], run_all))
    blank = {
        marks(cell).get("grade_id") for cell in content["cells"] if BLANK.search(cell["source"])
    }
    return lesson, [_outcome(one.id, errors, one.id in blank) for one in lesson.exercises]


@contextmanager
def _shell(folder: Path) -> Generator[Any]:
    """Yield an IPython shell that works in the notebook's folder and shows nothing."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.environ.setdefault("MPLBACKEND", "agg")
    os.environ.setdefault("WORKBOOK_STATIC", "1")
    before = Path.cwd()
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.ast_transformers.append(KeepOperands())
    try:
        yield shell
    finally:
        InteractiveShell.clear_instance()
        sys.path.remove(str(folder))
        os.chdir(before)


def _run(shell: Any, cells: list[Any], run_all: bool) -> Iterator[tuple[str, Any]]:
    """Run code cells in order; yield the id and the error, or None, of those nbgrader knows."""
    from IPython.utils.capture import capture_output

    for cell in cells:
        shows = DEMO in cell["metadata"].get("tags", ())
        if cell["cell_type"] != "code" or (shows and not run_all):
            continue
        with capture_output():
            result = shell.run_cell(cell["source"])
        error = result.error_before_exec or result.error_in_exec
        yield marks(cell).get("grade_id", ""), error and _told(error)
        forget(shell.user_ns)


def _told(error: BaseException) -> Outcome:
    """Say what an error means to the student, while what it compared is still there."""
    match error:
        case NotImplementedError():
            return Outcome("", "blank", str(error))
        case AssertionError():
            comparison = failed_comparison(error)
            return Outcome("", "failed", str(error), repr(comparison) if comparison else "")
        case _:
            return Outcome("", "error", f"{type(error).__name__}: {error}")


def _outcome(exercise: str, errors: dict[str, Outcome | None], blank: bool) -> Outcome:
    """Judge an exercise by its answer cell, where that fails, or else by its check.

    A check may catch what a blank answer raises, so the answer's text is looked at too.
    """
    told = errors.get(exercise) or errors.get(f"{exercise}{CHECK}")
    if told is None:
        return Outcome(exercise, "passed")
    if blank:
        return Outcome(exercise, "blank")
    return Outcome(exercise, told.verdict, told.message, told.comparison)
