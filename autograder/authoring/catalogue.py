"""What a lesson says of itself: for the index of solutions/, the site and the course's calendar.

Its first cell says it: title, the problem in a few sentences, what a student can do afterwards, and
a box with difficulty, time and what is needed. A part that is not there is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.authoring.exports import DEFAULT_EXP
from autograder.course import Course
from autograder.notebook import Exercise, LessonNotebook

__all__ = ["Entry", "catalogue", "entry"]

CARD = 190  # characters that the problem may take in a list of lessons
SENTENCE = re.compile(r"(?<=[.?!])\s+")
BOX = re.compile(r"\*\*(Difficulty|Time|You need)\*\*\s*(.*?)\s*(?=·\s*\*\*|$)")


@dataclass(frozen=True)
class Entry:
    """One lesson: what it is about, what it asks for, and what it exports."""

    lesson: str
    title: str
    problem: str
    goals: tuple[str, ...]
    difficulty: str
    time: str
    needs: str
    exercises: tuple[Exercise, ...]
    module: str

    @property
    def points(self) -> float:
        """The points of all exercises."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def short(self) -> str:
        """The first sentences of the problem, as many as fit into about three lines."""
        kept, *rest = SENTENCE.split(self.problem.replace("**", ""))
        for sentence in rest:
            if len(f"{kept} {sentence}") > CARD:
                break
            kept = f"{kept} {sentence}"
        return kept


def catalogue(course: Course) -> list[Entry]:
    """Return the entries of all lessons that have a source, in course order."""
    return [entry(course, name) for name in course.by_name if course.source(name).is_file()]


def entry(course: Course, lesson: str) -> Entry:
    """Read what the lesson says of itself; raise LessonError when its source cannot be read."""
    notebook = LessonNotebook.load(lesson, course.source(lesson))
    text = notebook.cells[0].source if notebook.cells else ""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    prose = [block for block in blocks if block[0] not in "#>" and "\n- " not in block]
    goals = [line[2:].strip() for block in blocks for line in block.split("\n") if line[:2] == "- "]
    titles = [block.lstrip("# ") for block in blocks if block.startswith("# ")]
    box = " ".join(block.replace("\n>", " ")[1:] for block in blocks if block.startswith(">"))
    said = {name: value for name, value in BOX.findall(box)}
    modules = (DEFAULT_EXP.match(cell.source) for cell in notebook.cells)
    return Entry(
        lesson=lesson,
        title=titles[0] if titles else lesson,
        problem=" ".join(" ".join(prose).split()),
        goals=tuple(goals),
        difficulty=said.get("Difficulty", ""),
        time=said.get("Time", ""),
        needs=said.get("You need", ""),
        exercises=notebook.exercises,
        module=next((found[1] for found in modules if found), ""),
    )
