"""`workbook review LESSON`: each student's code beside the solution, with tests and outputs."""

from __future__ import annotations

import difflib
import html
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import click
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html

from autograder import TEMPLATES
from autograder.classroom.blocks import block_html, inert
from autograder.classroom.grading import Order, nbgrader_app
from autograder.classroom.pages import code_html
from autograder.course import Course, load_course
from autograder.engine.results import GradedNotebook
from autograder.errors import UsageError
from autograder.grades.roster import ClassGrades, class_grades, graded_submission, stored
from autograder.notebook import LessonNotebook, Submission

__all__ = ["Line", "command", "side_by_side", "write_reviews"]

MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")
CONTEXT_TAGS = {"equal": "", "replace": "changed", "delete": "gone", "insert": "new"}


@dataclass(frozen=True)
class Line:
    """One line of the two columns: code as HTML, and how it differs ('' where it does not)."""

    left: Markup
    right: Markup
    kind: str


@dataclass(frozen=True)
class Reviewed:
    """One exercise of one student."""

    id: str
    points: str
    lines: list[Line]
    tests: Markup
    outputs: list[dict[str, Any]]


@click.command("review")
@click.argument("lesson")
@click.option("--student", "students", multiple=True, help="Only this student; may be repeated.")
@click.option("--to", type=click.Path(path_type=Path), help="Default: reviews/ of the course.")
def command(lesson: str, students: tuple[str, ...], to: Path | None) -> None:
    """Write pages that show what each student wrote for LESSON beside the solution.

    They hold solutions: they are for instructors. `workbook report` links to them.

    Exit status: 0 written, 2 the lesson has no grades or there is no such student.
    """
    course = load_course()
    written = write_reviews(course, lesson, to or course.root / "reviews", students)
    click.echo("\n".join(str(path) for path in written))


def write_reviews(
    course: Course, lesson: str, folder: Path, students: tuple[str, ...] = ()
) -> list[Path]:
    """Write a page for each graded student, or the named ones, and return them.

    Raises:
        UsageError: the lesson has no grades, or nobody of that name handed it in.
    """
    template = LessonNotebook.load(lesson, course.release(lesson))
    with nbgrader_app(course, Order(lesson)) as (app, _):
        coursedir: Any = cast("Any", app).coursedir
        grades = class_grades(course, coursedir, lesson)
        load = partial(stored, course, coursedir, lesson)
        results = {name: load(name) for name in students or grades.scores}
        code = partial(graded_submission, course, coursedir, template)
        written_by = {name: code(name) for name in results}
    strangers = [name for name in students if name not in grades.scores]
    if strangers:
        raise UsageError(f"{', '.join(strangers)}: no grade in {lesson}")
    reviewer = Reviewer(course, grades, template, written_by)
    written: list[Path] = []
    names = [name for name in results if results[name] or written_by[name]]
    for name in names:
        path = folder / name / lesson / f"{lesson}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reviewer.page(name, names, results[name], path), encoding="utf-8")
        written.append(path)
    return written


class Reviewer:
    """Knows the solution of a lesson and makes pages beside it."""

    def __init__(
        self,
        course: Course,
        grades: ClassGrades,
        template: LessonNotebook,
        submissions: Mapping[str, Submission | None],
    ) -> None:
        self.course = course
        self.grades = grades
        self.template = template
        self.submissions = submissions
        lesson = grades.lesson
        solved = (course.source(lesson), course.solution(lesson))
        path = next((path for path in solved if path.is_file()), solved[0])
        source = LessonNotebook.load(lesson, path)
        self.solutions = {
            cell.grade_id: without_markers(cell.source)
            for cell in source.cells
            if cell.role == "answer"
        }
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["ansi"] = ansi2html
        self._template = environment.get_template("review.html.j2")

    def page(
        self, student: str, names: list[str], graded: GradedNotebook | None, path: Path
    ) -> str:
        """Return a student's page, with the way to the students before and after."""
        lesson = self.grades.lesson
        place = names.index(student)
        around = {
            word: quote(f"../../{names[other]}/{lesson}/{path.name}")
            for word, other in (("before", place - 1), ("after", place + 1))
            if 0 <= other < len(names)
        }
        feedback = self.course.root / "feedback" / student / lesson / f"{lesson}.html"
        return self._template.render(
            lesson=lesson,
            student=student,
            score=self.grades.scores[student].total,
            max_score=self.grades.max_score,
            exercises=list(self._reviewed(student, graded)),
            around=around,
            feedback=quote(os.path.relpath(feedback, path.parent)) if feedback.is_file() else "",
        )

    def _reviewed(self, student: str, graded: GradedNotebook | None) -> Iterator[Reviewed]:
        submission = self.submissions[student]
        for exercise in self.template.exercises:
            answer = submission.answers(exercise.id) if submission else ""
            cells = submission.cells if submission else ()
            own = [cell.id for cell in cells if cell.grade_id == exercise.id]
            outputs = graded.outputs if graded else {}
            shown = [output for id in own for output in inert(outputs.get(id, []))]
            result = graded.result.exercise(exercise.id) if graded else None
            yield Reviewed(
                id=exercise.id,
                points=self._points(student, exercise.id),
                lines=side_by_side(self.solutions.get(exercise.id, ""), answer),
                tests=Markup(block_html(result)) if result else Markup(""),
                outputs=shown,
            )
        for cell in filter(lambda cell: cell.written, self.template.cells):
            answer = submission.answers(cell.grade_id) if submission else ""
            model = self.solutions.get(cell.grade_id, "")
            lines = side_by_side(model, answer, words)
            points = self._points(student, cell.grade_id)
            yield Reviewed(cell.grade_id, points, lines, Markup(""), [])

    def _points(self, student: str, exercise: str) -> str:
        """Return what the gradebook has, where a person may have changed it."""
        scores = self.grades.scores[student]
        if exercise not in scores.points:
            return ""
        earned = "–" if exercise in scores.open else f"{scores.exercises[exercise]:g}"
        return f"{earned} / {scores.points[exercise]:g}"


def without_markers(source: str) -> str:
    """Return a solution without the lines that mark where it begins and ends."""
    return "\n".join(line for line in source.splitlines() if line.strip() not in MARKERS)


def coloured(line: str) -> Markup:
    """Return one line of code as HTML."""
    page = code_html(line).removeprefix('<pre class="hl">').removesuffix("</pre>").rstrip("\n")
    indent = len(line) - len(line.lstrip())
    lost = indent and not page.startswith((" ", "\t", "<span"))
    return Markup((html.escape(line[:indent]) if lost else "") + page)


def words(line: str) -> Markup:
    """Return a line of an answer in words as HTML: as it was written."""
    return Markup(html.escape(line))


def side_by_side(
    solution: str, answer: str, shown: Callable[[str], Markup] = coloured
) -> list[Line]:
    """Lay two pieces of code beside each other, equal lines on one level."""
    left, right = solution.splitlines(), answer.splitlines()
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(None, stripped(left), stripped(right), autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        ours, theirs = left[start:end], right[other_start:other_end]
        for number in range(max(len(ours), len(theirs))):
            lines.append(
                Line(
                    shown(ours[number]) if number < len(ours) else Markup(""),
                    shown(theirs[number]) if number < len(theirs) else Markup(""),
                    CONTEXT_TAGS[tag],
                )
            )
    return lines


def stripped(lines: list[str]) -> list[str]:
    """Return lines as they are compared: spaces at the end do not count."""
    return [line.rstrip() for line in lines]
