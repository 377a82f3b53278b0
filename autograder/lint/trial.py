"""A lesson tried out: what comes of running it, made once for all rules that ask.

The engine is imported when a rule asks first: a fast look at a lesson needs none of it.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from autograder.closing import Closing
from autograder.course import Course

if TYPE_CHECKING:
    from autograder.authoring.verify import Report
    from autograder.engine.lanes import Lanes
    from autograder.engine.results import GradedNotebook

__all__ = ["Trial"]


class Trial(Closing):
    """A lesson of a course, and what it gives when it runs. A context manager."""

    def __init__(self, course: Course, lesson: str) -> None:
        self.course = course
        self.lesson = lesson
        self._open = ExitStack()

    @property
    def built(self) -> bool:
        """Whether the lesson has a release; a new one, which never had, can pass without."""
        return self.course.release(self.lesson).is_file()

    @cached_property
    def _lanes(self) -> Lanes:
        from autograder.engine.lanes import Lanes

        return self._open.enter_context(Lanes(self.course, self.lesson))

    @cached_property
    def graded(self) -> GradedNotebook:
        """The source, graded in the sandbox."""
        from autograder.notebook import LessonNotebook, Submission

        source = LessonNotebook.load(self.lesson, self.course.source(self.lesson))
        return self._lanes.grade(Submission(self.lesson, source.cells))

    @cached_property
    def report(self) -> Report:
        """What `workbook verify` finds, mutations made by machine aside."""
        from autograder.authoring.verify import verify

        return verify(self.course, self.lesson, lanes=self._lanes, check=True)

    @cached_property
    def feedback(self) -> dict[str, bytes]:
        """What feedback can say: results and outputs below grade cells, and of known mistakes."""
        from autograder.classroom.blocks import block

        outputs = [block(exercise) for exercise in self.graded.result.exercises]
        said = {"cells": [{"id": "results", "source": "", "outputs": outputs}]}
        known = self.course.mutants(self.lesson) / "signatures.json"
        files = {"feedback.ipynb": json.dumps(said).encode()}
        return files | ({f"feedback, {known.name}": known.read_bytes()} if known.is_file() else {})

    def close(self) -> None:
        """End what was started; closing twice is fine."""
        self._open.close()
