"""A course whose one lesson has two exercises and a written answer, and a class that hands it in.

The files are those of the tiny course of tests/nbgrader; the real engine grades.
"""

import json
import shutil
from pathlib import Path

from class_maker import LESSON, REPOSITORY, Classroom, cell, config, lesson, write_course

from autograder.authoring.build import build

QUESTION = "Why is `0.1 + 0.2 != 0.3` in floating point? Two or three sentences."
MODEL = "Neither number has a finite binary expansion: each is rounded, and the errors add up."
ESSAY = "Both are **rounded** to 53 bits,\n\n- so the sum is `0.30000000000000004`."
OFF = "def add_one(x):\n    print('adding')\n    return int(x) + 1"
WRITTEN = "why-rounded"
POINTS = 4


def write_written_course(root: Path) -> Classroom:
    """Write and build the course."""
    write_course(root)
    (root / "course_config.py").write_text(config(), encoding="utf-8")
    shutil.rmtree(root / "student_lib")
    without = shutil.ignore_patterns("bundled", "__pycache__")
    shutil.copytree(REPOSITORY / "student_lib", root / "student_lib", ignore=without)
    notebook = lesson()
    notebook["cells"] += [
        cell("question", QUESTION, kind="markdown"),
        cell(
            WRITTEN, MODEL, kind="markdown", grade=True, solution=True, locked=False, points=POINTS
        ),
    ]
    source = root / "source" / LESSON / f"{LESSON}.ipynb"
    source.write_text(json.dumps(notebook), encoding="utf-8")
    classroom = Classroom(root)
    build(classroom.course, execute=False, gradebook=True)
    return classroom


def hand_in(classroom: Classroom, student: str, essay: str | None, **answers: str | None) -> None:
    """Hand in a notebook; without an essay the written answer stays as it was handed out."""
    notebook = classroom.notebook(**answers)
    for one in notebook["cells"]:
        if one["id"] == WRITTEN and essay is not None:
            one["source"] = essay
    classroom.hand_in(student, notebook)
