"""A class that hands in sixty different notebooks, and everything that grading makes of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "nbgrader"))

import class_maker
from class_maker import LESSON, Classroom

from autograder.authoring.build import build
from autograder.authoring.stale import refuse_stale
from autograder.course import load_course

COUNT = 60
ANSWERS = (
    {},
    {"double": "import torch\ndef double(x):\n    return (torch.tensor(x) + x).item()"},
    {"double": None},
    {"add_one": "def add_one(x):\n    return int(x) + 1"},
    {"double": "def double(x):\n    print('twice')\n    return x + x"},
    {"add_one": "raise ValueError(1)", "double": "def double(x):\n    return [x, x]"},
    {"double": "import os\nos._exit(0)"},
)
"""All points, all points, a stub, a mistake, all points, an error and a mistake, a crash."""
LATE = "2024-03-01 12:00:00 UTC"
MENDED = ("student.double(4) == 8", "student.double(4) == 16")
MEASURED = {"seconds", "memory"}
GRADES = """
    select student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade
    from grade join base_cell on base_cell.id = cell_id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
"""
COMMENTS = """
    select student_id, base_cell.name, auto_comment, manual_comment
    from comment join base_cell on base_cell.id = cell_id
    join submitted_notebook on submitted_notebook.id = comment.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
"""
QUERIES = {
    "grades": GRADES,
    "comments": COMMENTS,
    "students": "select id, lms_user_id from student",
    "handed in": """select student_id, assignment.name, timestamp, late_submission_penalty
        from submitted_assignment
        join assignment on assignment.id = submitted_assignment.assignment_id
        join submitted_notebook on submitted_notebook.assignment_id = submitted_assignment.id""",
    "lessons": """select assignment.name, duedate, notebook.name, kernelspec
        from assignment join notebook on notebook.assignment_id = assignment.id""",
    "cells": "select name, type from base_cell",
    "sources": "select name, cell_type, locked, source, checksum from source_cell",
    "points": """select base_cell.name, max_score
        from grade_cells join base_cell on base_cell.id = grade_cells.id""",
    "schema": "select version_num from alembic_version",
    "attempts": """select lesson, student, submission, key, version, tier, score, exercises
        from workbook_attempt order by id""",
}


def built(root: Path, count: int = COUNT, *, real: bool = True) -> Path:
    """Make a course folder whose class has handed in and was never graded."""
    path = os.environ["PATH"]
    try:
        course = class_maker.write_course(root)
        build(course, execute=False, gradebook=True)
    finally:
        os.environ["PATH"] = path  # course_config.py adds to it
    if real:
        make_real(root)
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute("update assignment set duedate = '2024-02-01 00:00:00.000000'")
    database.close()
    hand_in(Classroom(root), count)
    refuse_stale(load_course(root), LESSON)
    return root


def hand_in(classroom: Classroom, count: int = COUNT) -> None:
    """Fill `submitted/`; one in ten is late."""
    for number in range(count):
        student = f"s{number:03}"
        answers = {"add_one": class_maker.RIGHT["add-one"], **ANSWERS[number % len(ANSWERS)]}
        answers["add_one"] += f"\n# {student}"
        stamp = LATE if number % 10 == 9 else "2024-01-01 12:00:00 UTC"
        classroom.hand_in(student, timestamp=stamp, **answers)


def make_real(root: Path) -> None:
    """Let the engine itself grade, and late work lose its points."""
    path = root / "course_config.py"
    lines = [line for line in path.read_text().splitlines() if "fake_lanes" not in line]
    path.write_text("\n".join([*lines, "c.LateSubmissionPlugin.penalty_method = 'zero'", ""]))


def grade_by_hand(root: Path) -> None:
    """Do what a person does in the formgrader: points, extra credit, comments."""
    with sqlite3.connect(root / "gradebook.db", timeout=30) as database:
        database.execute(
            "update grade set manual_score = 1.5, extra_credit = 0.5 where auto_score = 0"
        )
        database.execute("update comment set manual_comment = 'Seen.' where auto_comment like '0%'")
    database.close()


def mend(root: Path) -> None:
    """Change a hidden test, so that everybody is graded again."""
    path = root / "autograder" / "hidden" / LESSON / "test_tiny.py"
    text = path.read_text()
    assert MENDED[0] in text
    path.write_text(text.replace(*MENDED))


def copied(root: Path, target: Path) -> Path:
    """Return a copy of a course folder in the place of what lay there; the folder itself stays."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in target.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    shutil.copytree(root, target, symlinks=True, dirs_exist_ok=True)
    return target


def snapshot(root: Path) -> dict[str, Any]:
    """Return all that grading left behind, without what differs from one run to the next.

    These are the seconds and bytes that tests took, the moment of grading, and nbgrader's ids.
    """
    seen: dict[str, Any] = {}
    with sqlite3.connect(root / "gradebook.db", timeout=30) as database:
        for name, query in QUERIES.items():
            found = [without_measures(row) for row in database.execute(query)]
            seen[name] = found if "order by" in query else sorted(found, key=repr)
    database.close()
    by_student = [(row[1], row[0], *row[2:]) for row in seen["attempts"]]
    seen["attempts"] = sorted(by_student, key=lambda row: row[0])
    for folder in ("autograded", ".workbook/results"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.name != ".claim":
                seen[str(path.relative_to(root))] = content(path)
    return seen


def content(path: Path) -> Any:
    data = path.read_bytes()
    if path.suffix in (".ipynb", ".json"):
        return without_measures(json.loads(data))
    return data


def without_measures(value: Any) -> Any:
    """Return nested data without the seconds and bytes that something took."""
    if isinstance(value, dict):
        return {name: without_measures(one) for name, one in value.items() if name not in MEASURED}
    if isinstance(value, list | tuple):
        return [without_measures(one) for one in value]
    return value


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Yield where two snapshots differ: the path to each difference, and both sides."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(one.keys() | other.keys()):
            yield from differences(one.get(name), other.get(name), f"{place} › {name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{place} › {number}")
    elif one != other:
        yield f"{place[3:]}: {one!r:.300} ≠ {other!r:.300}"


def environment() -> dict[str, str]:
    """What a command is run with: no colours, no threads of its own."""
    kept = {name: value for name, value in os.environ.items() if not re.match("(PY|FAKE_)", name)}
    return {**kept, "OMP_NUM_THREADS": "1", "COLUMNS": "200"}
