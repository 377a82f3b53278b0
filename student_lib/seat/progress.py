"""How far a student is, over lessons and exercises, and the solutions that this opens."""

import html
from dataclasses import dataclass
from functools import cache
from typing import Any

from student_lib.seat.journal import Journal
from student_lib.seat.lessons import Exercise, Lesson, fingerprint, known_lessons, unpacked

__all__ = ["Progress", "Row", "note", "note_outcome", "opened", "progress"]

SIGNS = {"passed": "✔", "tried": "✗", "open": "○"}
COLORS = {"passed": "#007A55", "tried": "#B34700", "open": "#767676"}
LEFT = "style='text-align: left'"


@cache
def journal() -> Journal:
    """Return this kernel's journal."""
    return Journal()


def note(source: str, error: BaseException | None) -> None:
    """Note that a cell ran, if it is the visible check of an exercise."""
    check = fingerprint(source)
    for lesson in known_lessons():
        for exercise in lesson.exercises:
            if exercise.check == check and not isinstance(error, NotImplementedError):
                note_outcome(lesson, exercise.id, passed=error is None)


def note_outcome(lesson: Lesson, exercise: str, *, passed: bool) -> None:
    """Note a first try or a first pass; more of the same is no news."""
    known = journal()
    known.read()
    if exercise in (known.passed(lesson.name) if passed else known.tried(lesson.name)):
        return
    entry = {"lesson": lesson.name, "title": lesson.title, "exercises": len(lesson.exercises)}
    known.add({**entry, "exercise": exercise, "passed": passed})


@dataclass(frozen=True)
class Row:
    """One lesson: how many exercises it has and has passed, and the state of those known here."""

    title: str
    passed: int
    total: int
    states: dict[str, str]


class Progress:
    """Lessons and exercises with what has passed; shown as a table by a notebook."""

    def __init__(self, rows: list[Row], trouble: str = "") -> None:
        self.rows = rows
        self.trouble = trouble

    def __repr__(self) -> str:
        if not self.rows:
            return self._nothing()
        lines: list[str] = []
        for row in self.rows:
            lines.append(f"{row.passed:>3} of {row.total:<3} {row.title}")
            lines += [f"      {SIGNS[state]} {id}" for id, state in row.states.items()]
        return "\n".join([*lines, *filter(None, [self._trouble()])])

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p>{self._nothing()}</p>"
        head = f"<tr><th {LEFT}>lesson</th><th colspan=2>passed</th><th {LEFT}>exercises</th></tr>"
        body = "".join(map(_html_row, self.rows))
        return f"<table>{head}{body}</table><p>{html.escape(self._trouble())}</p>"

    def _nothing(self) -> str:
        return (
            "No lessons are known here. Progress is kept for notebooks of a published bundle, "
            "and for those that `workbook lab` opens."
        )

    def _trouble(self) -> str:
        place = journal().path
        return f"This is not kept: {place} cannot be used ({self.trouble})." if self.trouble else ""


def _html_row(row: Row) -> str:
    states = " ".join(
        f"<span style='color: {COLORS[state]}; white-space: nowrap' title='{state}'>"
        f"{SIGNS[state]}&nbsp;{html.escape(id)}</span>"
        for id, state in row.states.items()
    )
    bar = f"<progress value={row.passed} max={row.total}></progress>"
    count = f"<td style='white-space: nowrap'>{row.passed} of {row.total}</td>"
    title = f"<td {LEFT}>{html.escape(row.title)}</td>"
    return f"<tr>{title}{count}<td>{bar}</td><td {LEFT}>{states}</td></tr>"


def progress() -> Progress:
    """Return how far the student is in the lessons at hand, and in others worked on before."""
    known = journal()
    known.read()
    lessons = known_lessons()
    rows = [_row(lesson, known) for lesson in lessons]
    for name, (title, total) in known.lessons().items():
        if name not in {lesson.name for lesson in lessons}:
            rows.append(Row(title, len(known.passed(name)), total, {}))
    return Progress(rows, known.trouble)


def _row(lesson: Lesson, known: Journal) -> Row:
    passed, tried = known.passed(lesson.name), known.tried(lesson.name)
    ids = [exercise.id for exercise in lesson.exercises]
    states = {id: "passed" if id in passed else "tried" if id in tried else "open" for id in ids}
    count = sum(state == "passed" for state in states.values())
    return Row(lesson.title, count, len(ids), states if tried else {})


def opened(exercise: str) -> Any:
    """Return the solution of an exercise whose check has passed, as code to look at.

    Raises ValueError that says why it does not open.
    """
    from IPython.display import Code

    lesson, found = _find(exercise)
    known = journal()
    known.read()
    if not found.solution:
        raise ValueError(f"the course does not open solutions of {lesson.title!r}")
    if exercise not in known.passed(lesson.name):
        raise ValueError(f"the solution of {exercise} opens once its check has passed: run it")
    return Code(unpacked(found.solution), language="python")


def _find(exercise: str) -> tuple[Lesson, Exercise]:
    for lesson in known_lessons():
        for one in lesson.exercises:
            if one.id == exercise:
                return lesson, one
    ids = ", ".join(one.id for lesson in known_lessons() for one in lesson.exercises)
    raise ValueError(f"there is no exercise {exercise!r} here. Exercises: {ids or 'none'}")
