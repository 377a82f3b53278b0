"""`nbgrader export`: grades.csv with stock's columns, quoted, and without formulas.

A spreadsheet runs a cell that begins like a formula. Names and addresses come from elsewhere, and
stock writes them as they are, commas and newlines included.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.grades.tables import inert_cell

__all__ = ["CsvExport"]

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class CsvExport(ExportPlugin):
    """Writes grades.csv, or what `--to` names."""

    def export(self, gradebook: Gradebook) -> None:
        """Write a row for every assignment and student, as stock does."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            for row in self._rows(gradebook):
                table.writerow([inert_cell(row[name]) for name in COLUMNS])

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        wanted, names = set(map(str, self.assignment)), set(map(str, self.student))
        students = [one for one in gradebook.students if not names or one.id in names]
        for assignment in gradebook.assignments:
            if not wanted or assignment.name in wanted:
                for student in students:
                    yield row_of(gradebook, assignment, student)


def row_of(gradebook: Gradebook, assignment: Any, student: Any) -> dict[str, Any]:
    """Return a student's row; who handed in nothing has no points."""
    row = {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "timestamp": None,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "raw_score": 0.0,
        "late_submission_penalty": 0.0,
        "score": 0.0,
        "max_score": assignment.max_score,
    }
    try:
        submission = cast("Any", gradebook.find_submission(assignment.name, student.id))
    except MissingEntry:
        return row
    score, penalty = float(submission.score), float(submission.late_submission_penalty or 0.0)
    return row | {
        "timestamp": submission.timestamp,
        "raw_score": score,
        "late_submission_penalty": penalty,
        "score": max(0.0, score - penalty),
    }
