"""Grades as tables: plain CSV, and what Canvas and Moodle import.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula. Text of that kind
gets an apostrophe in front; numbers never do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.errors import UsageError
from autograder.grades.roster import ClassGrades, Person
from autograder.text import one_line

__all__ = ["canvas", "inert_cell", "moodle", "plain_table"]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | None


def plain_table(classes: Sequence[ClassGrades]) -> str:
    """Return a row for each student and lesson."""
    header = (
        "student_id", "last_name", "first_name", "email", "lms_user_id",
        "lesson", "score", "max_score", "late_penalty", "to_grade_by_hand",
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [header]
    for grades in classes:
        for person in grades.people:
            scores = grades.scores.get(person.id)
            who = (person.id, person.last_name, person.first_name, person.email, person.lms_id)
            rows.append(
                (
                    *who,
                    grades.lesson,
                    grades.score(person),
                    grades.max_score,
                    scores.penalty if scores else None,
                    " ".join(scores.open) if scores else "",
                )
            )
    return _written(rows)


def canvas(classes: Sequence[ClassGrades]) -> str:
    """Return what Canvas imports under Grades › Import: it finds students by their `ID`.

    Raises:
        UsageError: a graded student has no LMS id.
    """
    people = known_to_lms(classes)
    names = [grades.lesson for grades in classes]
    points = [grades.max_score for grades in classes]
    rows: list[Sequence[Cell]] = [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names),
        ("    Points Possible", "", "", "", "", *points),
    ]
    for person in people:
        scores = [grades.score(person) for grades in classes]
        rows.append((person.full_name, person.lms_id, "", person.id, "", *scores))
    return _written(rows)


def moodle(classes: Sequence[ClassGrades]) -> str:
    """Return what Moodle imports under Grades › Import › CSV; map `ID number` to `ID number`.

    Raises:
        UsageError: a graded student has no LMS id.
    """
    people = known_to_lms(classes)
    rows: list[Sequence[Cell]] = [
        ("ID number", "Email address", *(grades.lesson for grades in classes))
    ]
    for person in people:
        scores = [grades.score(person) for grades in classes]
        rows.append((person.lms_id, person.email, *("-" if one is None else one for one in scores)))
    return _written(rows, keep=("-",))


def known_to_lms(classes: Iterable[ClassGrades]) -> list[Person]:
    """Return the graded students; raise UsageError when the LMS could not tell who one is."""
    graded = {
        person.id: person
        for grades in classes
        for person in grades.people
        if person.id in grades.scores
    }
    strangers = [person.id for person in graded.values() if not person.lms_id]
    if strangers:
        shown = ", ".join(one_line(name, 40) for name in strangers[:10])
        more = f" and {len(strangers) - 10} more" if len(strangers) > 10 else ""
        raise UsageError(
            f"no LMS id is known of {shown}{more}: "
            "`nbgrader db student add STUDENT --lms-user-id ID` enters one, "
            "`nbgrader db student import FILE.csv` those of a class (columns id, lms_user_id)"
        )
    return list(graded.values())


def inert_cell(value: Cell, keep: Sequence[str] = ()) -> str:
    """Return one cell: numbers as they are, text on one line and never a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    text = one_line(value, 1_000)
    return f"'{text}" if text.startswith(FORMULA) and text not in keep else text


def _written(rows: Iterable[Sequence[Cell]], keep: Sequence[str] = ()) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    header, *rest = rows
    writer.writerow(header)
    writer.writerows([inert_cell(value, keep) for value in row] for row in rest)
    return made.getvalue()
