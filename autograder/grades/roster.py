"""Who is in the class and what each earned: what all exports are made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, Student
from nbgrader.coursedir import CourseDirectory

from autograder.classroom.gradebook import Scores, class_scores
from autograder.classroom.intake import load_submission
from autograder.classroom.rounds import graded_key
from autograder.course import Course
from autograder.engine.results import GradedNotebook, LessonResult
from autograder.engine.store import ResultStore
from autograder.errors import NotebookError, UsageError
from autograder.notebook import LessonNotebook, Submission

__all__ = ["ClassGrades", "Person", "class_grades", "graded_submission", "stored"]

OUTPUTS = 4  # with its outputs, a graded notebook may be so many times as long as one handed in


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows them; what was never entered is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def full_name(self) -> str:
        """`Last, First` as gradebooks sort it; the id where no name was entered."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id


@dataclass(frozen=True)
class ClassGrades:
    """The grades of one lesson, and the results of hidden tests where they are stored."""

    lesson: str
    max_score: float
    people: list[Person]
    scores: dict[str, Scores]
    results: dict[str, LessonResult]

    def score(self, person: Person) -> float | None:
        """The student's points after penalties; None without a submission."""
        scores = self.scores.get(person.id)
        return None if scores is None else max(scores.total, 0.0)


def class_grades(course: Course, coursedir: CourseDirectory, lesson: str) -> ClassGrades:
    """Read a lesson's grades from the gradebook; raise UsageError when nobody has one."""
    course.lesson(lesson)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        scores = class_scores(gradebook, lesson)
        query = gradebook.db.query(Student).order_by(Student.last_name, Student.id)
        people = [_person(row) for row in query]
    if not scores:
        raise UsageError(f"the gradebook has no grade in {lesson}: run `workbook grade {lesson}`")
    max_score = max(sum(one.points.values()) for one in scores.values())
    results = {
        name: graded.result
        for name in scores
        if (graded := stored(course, coursedir, lesson, name)) is not None
    }
    return ClassGrades(lesson, max_score, people, scores, results)


def _person(row: Any) -> Person:
    fields = (row.id, row.first_name, row.last_name, row.email, row.lms_user_id)
    return Person(*(str(value or "") for value in fields))


def stored(
    course: Course, coursedir: CourseDirectory, lesson: str, student: str
) -> GradedNotebook | None:
    """Return a student's result as it was stored with the grade; None where that is gone."""
    key = graded_key(_graded_notebook(coursedir, lesson, student))
    return ResultStore(course.root, lesson).get(key) if key else None


def graded_submission(
    course: Course, coursedir: CourseDirectory, template: LessonNotebook, student: str
) -> Submission | None:
    """Return what a student's grade rests on, wherever it was handed in; None where it is gone."""
    lesson = template.lesson
    most = OUTPUTS * course.lesson(lesson).limits.notebook_bytes
    try:
        return load_submission(_graded_notebook(coursedir, lesson, student), template, most)
    except (NotebookError, OSError):
        return None


def _graded_notebook(coursedir: CourseDirectory, lesson: str, student: str) -> Path:
    folder = coursedir.format_path(coursedir.autograded_directory, student, lesson)
    return Path(folder) / f"{lesson}.ipynb"
