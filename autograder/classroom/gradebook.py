"""Rows of nbgrader's gradebook, with few queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.notebook import CHECK_SUFFIX

__all__ = ["Scores", "class_scores", "rows", "students", "submitted"]


def submitted(gradebook: Gradebook, where: dict[str, str]) -> tuple[Any, bool]:
    """Return the row of a submitted notebook, and whether it was handed in late."""
    query = gradebook.db.query(SubmittedNotebook, SubmittedAssignment, Assignment, Notebook)
    query = query.join(
        SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id
    )
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    notebook, handed_in, assignment, _ = query.filter(
        SubmittedAssignment.student_id == where["student"],
        cast("Any", Assignment).name == where["assignment"],
        Notebook.name == where["notebook"],
    ).one()
    return notebook, assignment.duedate is not None and handed_in.total_seconds_late > 0


def rows(gradebook: Gradebook, table: type[Grade | Comment], notebook: str) -> dict[str, Any]:
    """Return a notebook's grades or comments by the name of their cell, with one query."""
    columns = cast("Any", table)
    query = gradebook.db.query(BaseCell.name, table).join(table, columns.cell_id == BaseCell.id)
    return {name: row for name, row in query.filter(columns.notebook_id == notebook)}


def students(gradebook: Gradebook) -> set[str]:
    """Return all students of the gradebook, whether they handed in anything or not."""
    return {str(row[0]) for row in gradebook.db.query(Student.id)}


@dataclass(frozen=True)
class Scores:
    """A student's scores in one lesson. `open` names the exercises that a person must grade."""

    exercises: dict[str, float]
    points: dict[str, float]
    open: tuple[str, ...]
    penalty: float

    @property
    def total(self) -> float:
        """The student's points, after the penalty for handing in late."""
        return sum(self.exercises.values()) - self.penalty


def class_scores(gradebook: Gradebook, lesson: str) -> dict[str, Scores]:
    """Return the scores of all students of a lesson, with one query."""
    query = gradebook.db.query(
        SubmittedAssignment.student_id,
        SubmittedNotebook.late_submission_penalty,
        GradeCell.name,
        GradeCell.max_score,
        Grade,
    )
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    query = query.join(GradeCell, GradeCell.id == Grade.cell_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    found: dict[str, Scores] = {}
    found_rows = cast("Any", query.filter(cast("Any", Assignment).name == lesson))
    for student, penalty, cell, points, grade in found_rows:
        scores = found.get(student) or Scores({}, {}, (), float(penalty or 0.0))
        name = str(cell).removesuffix(CHECK_SUFFIX)
        scores.exercises[name] = float(grade.score)
        scores.points[name] = float(points)
        if grade.auto_score is None and grade.manual_score is None:
            scores = replace(scores, open=(*scores.open, name))
        found[student] = scores
    return found
