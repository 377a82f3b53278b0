"""What a seat knows of the lessons: exercises, the prints of their checks, solutions that may open.

`student_lib.seat` reads it from `lessons.json`, in the library of a bundle or beside notebooks. It
is imported when a table is made and not before: a course's own student_lib/ may hide it.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.authoring.exports import SOLUTION_MARK
from autograder.course import Course
from autograder.notebook import LessonNotebook

__all__ = ["READER", "SETTINGS", "SETTINGS_NAME", "lesson_table"]

READER = "seat/lessons.py"
"""The file of student_lib that reads the table."""
SETTINGS_NAME = "nbgrader_config.py"
SETTINGS = b"""\
# What nbgrader's Validate reads, where JupyterLab is started in this folder. A cell may take three
# minutes: the usual 30 seconds are too short for the first import of torch on a slow computer.
c = get_config()
c.Execute.timeout = 180
"""


def lesson_table(course: Course, lessons: Sequence[str]) -> bytes:
    """Return the contents of `lessons.json` for the released lessons."""
    from student_lib.seat.lessons import lesson_of, read_notebook, table

    return table(
        lesson_of(
            name,
            read_notebook(course.release(name)),
            _solutions(course, name) if course.unlock_solutions else {},
        )
        for name in lessons
    )


def _solutions(course: Course, lesson: str) -> dict[str, str]:
    """Return the packed solution of each exercise."""
    from student_lib.seat.lessons import packed

    cells = LessonNotebook.load(lesson, course.source(lesson)).cells
    answers = (cell for cell in cells if cell.role == "answer" and cell.kind == "code")
    return {cell.id: packed(SOLUTION_MARK.sub("", cell.source)) for cell in answers}
