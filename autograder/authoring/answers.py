"""Answers that an author wrote to test a grader with: mutants and alternatives, one a file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.course import Course
from autograder.engine.reading import parse, scoped
from autograder.errors import LessonError
from autograder.lint.dataflow import Dataflow
from autograder.lint.notebook import LintCell
from autograder.notebook import Cell, LessonNotebook

__all__ = ["Answer", "Kind", "Reach", "read_answers"]

Kind = Literal["mutant", "alternative"]


@dataclass(frozen=True)
class Answer:
    """A file of `mutants/` or `alternatives/`: another source for the cell of one exercise.

    `source` has the lines of the file, `#` for its docstring, so that errors name the right line.
    """

    kind: Kind
    exercise: str
    name: str
    path: Path
    source: str
    text: str

    @property
    def diagnosis(self) -> str:
        """What to tell a student who makes this mistake: the file's docstring in one paragraph."""
        return " ".join(self.text.split())


def read_answers(course: Course, kind: Kind, notebook: LessonNotebook) -> list[Answer]:
    """Read a lesson's `<exercise>/<name>.py` files.

    Raises:
        LessonError: a file that does not parse or says nothing, or a folder of no exercise.
    """
    lesson = notebook.lesson
    folder = course.mutants(lesson) if kind == "mutant" else course.alternatives(lesson)
    known = [exercise.id for exercise in notebook.exercises]
    answers: list[Answer] = []
    for path in sorted(folder.glob("*/*.py")):
        shown, exercise = path.relative_to(course.root), path.parent.name
        if exercise not in known:
            raise LessonError(
                f"lesson {lesson}: {shown}: there is no exercise {exercise!r}. "
                f"Exercises: {', '.join(known)}"
            )
        try:
            source, text = _split(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            what = getattr(error, "msg", None) or error
            raise LessonError(f"lesson {lesson}: {shown}, line {line}: {what}") from None
        answers.append(Answer(kind, exercise, path.stem, path, source, text))
    return answers


def _split(source: str) -> tuple[str, str]:
    """Return a file's source, every line where it was but its docstring, and the docstring."""
    tree = ast.parse(source)
    text = ast.get_docstring(tree)
    if not text:
        raise ValueError("a docstring that names the mistake or the style comes first")
    end = tree.body[0].end_lineno or 0
    return "#\n" * end + "".join(source.splitlines(keepends=True)[end:]), text


class Reach:
    """Tells which exercises' tests an answer may touch, so that the others need not run.

    An answer may touch what names something that its cell defines, or that a cell so touched
    defines, and so on; in answers, in the cells around them, and in hidden tests. One that patches
    an object of others may touch everything. Check cells define nothing that an answer may need.

    It also tells which cells an exercise's tests may need, so that the others need not run.
    """

    def __init__(self, notebook: LessonNotebook, hidden: Path) -> None:
        self.answers = {
            exercise.id: notebook.by_id[exercise.id].source for exercise in notebook.exercises
        }
        self._ran = [
            cell
            for cell in notebook.cells
            if cell.kind == "code" and not cell.demo and cell.role != "check"
        ]
        self._names = [_names(cell.source) for cell in self._ran]
        self._words = _words_of_tests(hidden)

    def of(self, exercise: str, source: str) -> list[str]:
        """Return the exercises that an answer to `exercise` may touch, its own among them."""
        if _patches(source):
            return list(self.answers)
        touched = _names(source)[0] | _names(self.answers[exercise])[0]
        before = -1
        while before != len(touched):
            before = len(touched)
            for defined, needed in self._names:
                if touched & needed:
                    touched |= defined
        return [
            other
            for other, answer in self.answers.items()
            if other == exercise
            or touched & (_names(answer)[1] | self._words.get(other, frozenset[str]()))
        ]

    def needed(self, exercise: str) -> tuple[Cell, ...]:
        """Return the cells that the tests of `exercise` need, as far as names tell."""
        flow = Dataflow([LintCell(cell, {}, place) for place, cell in enumerate(self._ran)])
        words = self._words.get(exercise, frozenset[str]())
        roots = [
            cell
            for cell in flow.cells
            if cell.known.grade_id == exercise or words & cell.names.binds.keys()
        ]
        return tuple(self._ran[place] for place in sorted(flow.reaching(roots)))


def _patches(source: str) -> bool:
    """Return whether a cell sets attributes of what it did not make, as in `torch.add = add`."""
    for node, local in scoped(parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                if name not in local:
                    return True
            case ast.Name(id="setattr" | "delattr"):
                return True
            case _:
                pass
    return False


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell defines for others, and those that it takes from them."""
    defined, needed = set[str](), set[str]()
    for node, local in scoped(parse(source)):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if name not in local:
                defined.add(name)
            case ast.Name(id=name, ctx=ast.Store()) if name not in local:
                defined.add(name)
            case ast.Name(id=name) if name not in local:
                needed.add(name)
            case _:
                pass
    return defined, needed - defined


def _words_of_tests(hidden: Path) -> dict[str, frozenset[str]]:
    """Return what the hidden tests of each exercise may ask for, by the files they stand in."""
    words: dict[str, frozenset[str]] = {}
    for path in sorted(hidden.rglob("*.py")):
        tree = parse(path.read_text(encoding="utf-8"))
        mentioned = frozenset(_mentioned(tree))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="exercise"), args=[ast.Constant(value=str(id)), *_]):
                    words[id] = words.get(id, frozenset[str]()) | mentioned
                case _:
                    pass
    return words


def _mentioned(tree: ast.Module) -> Iterator[str]:
    """Yield names after `student.`, and texts in functions: a probe may look a name up."""
    bodies = [node.body for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in (node for body in bodies for part in body for node in ast.walk(part)):
        match node:
            case ast.Attribute(value=ast.Name(id="student"), attr=name):
                yield name
            case ast.Constant(value=str(name)):
                yield name
            case _:
                pass
