"""The secrets of a course, and what an author shows to students on purpose.

A solution has one home, its region in the source, which the release leaves blank: anywhere else
it is a leak. Answers in other files hold the visible part of an answer cell too, and a hidden test
may prepare its inputs as a visible check does; what such texts share with the author's own visible
text is no secret. Which visible text counts differs by kind, see `Public.of`.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.course import Course
from autograder.errors import LessonError
from autograder.lint.notebook import BEGIN, END
from autograder.notebook import Cell, LessonNotebook

__all__ = ["KINDS", "REVEALS", "Kind", "Public", "Secret", "course_secrets"]

Kind = Literal["solution", "hidden test", "alternative", "mutant"]
KINDS: tuple[Kind, ...] = ("solution", "hidden test", "alternative", "mutant")
STUB = "raise NotImplementedError()"
REVEALS = "reveals"
"""The tag of a cell that shows an answer on purpose: its text is no secret, wherever it is."""


@dataclass(frozen=True)
class Secret:
    """A text that no bundle may hold, with its comments and docstrings blanked.

    Attributes:
        place: the cell or file that is its home, in words.
        first_line: the line of `place` that line 1 of `text` is.
    """

    lesson: str
    kind: Kind
    place: str
    text: str
    first_line: int = 1

    def named(self, start: int, end: int) -> str:
        """Say which lines of the secret are meant, as a person would look them up."""
        lines = f"{self.first_line + start - 1}-{self.first_line + end - 1}"
        return f"the {self.kind} of lesson {self.lesson}, {self.place}, lines {lines}"


@dataclass
class Public:
    """The texts that an author shows on purpose, by lesson.

    Attributes:
        everywhere: modules that the bundle ships, and cells tagged `reveals`.
        around: by lesson, what stands around the solution regions of answer cells.
        code: by lesson, locked code cells; the visible checks among them.
        prose: by lesson, locked markdown cells.
    """

    everywhere: list[str] = field(default_factory=list[str])
    around: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    code: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    prose: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, lesson: str, cell: Cell) -> None:
        """Take in a cell of the lesson's source."""
        if _is_model_answer(cell):
            return
        if cell.role == "answer":
            self.around.setdefault(lesson, []).append(_around(cell.source))
        elif REVEALS in cell.tags:
            self.everywhere.append(cell.source)
        elif cell.role in ("locked", "check"):
            where = self.code if cell.kind == "code" else self.prose
            where.setdefault(lesson, []).append(cell.source)

    def of(self, kind: Kind, lesson: str, *, short: bool = False) -> Iterator[str]:
        """Yield the texts that make what they hold no secret of this kind.

        A solution or an alternative may be shown by the lesson only where it is `short`, a line
        or two, as the last hint of a help is. A hidden test may share code with visible checks. A
        mutant is a mistake: the lesson may show it.
        """
        yield from self.everywhere
        yield from self.around.get(lesson, ())
        if short or kind in ("hidden test", "mutant"):
            yield from self.code.get(lesson, ())
        if short or kind == "mutant":
            yield from self.prose.get(lesson, ())


def course_secrets(course: Course, shipped: Iterable[Path] = ()) -> tuple[list[Secret], Public]:
    """Return the secrets of all lessons that have been written, and what is public.

    `shipped` are modules of student_lib that students get because they have written them before.
    Raises LessonError for a source, hidden test or answer file that cannot be read.
    """
    secrets: list[Secret] = []
    public = Public([path.read_text(encoding="utf-8") for path in shipped])
    for lesson in course.by_name:
        if course.source(lesson).is_file():
            notebook = LessonNotebook.load(lesson, course.source(lesson))
            for cell in notebook.cells:
                public.add(lesson, cell)
                secrets.extend(_solutions(lesson, cell))
        folders: tuple[tuple[Kind, Path], ...] = (
            ("hidden test", course.hidden(lesson)),
            ("alternative", course.alternatives(lesson)),
            ("mutant", course.mutants(lesson)),
        )
        for kind, folder in folders:
            for path in sorted(folder.rglob("*.py")):
                place = path.relative_to(course.root).as_posix()
                secrets.append(Secret(lesson, kind, place, _bare_file(lesson, path, place)))
        secrets.extend(_stored(course, lesson))
    return secrets, public


def _solutions(lesson: str, cell: Cell) -> Iterator[Secret]:
    """Yield the solution regions of a cell, and the cell as a whole: many short ones are one."""
    lines = cell.source.splitlines()
    place = f"cell {cell.id!r}"
    if _is_model_answer(cell):
        yield Secret(lesson, "solution", place, cell.source)
    bare = _bare if cell.kind == "code" else str
    begun = 0
    for number, line in enumerate(lines, 1):
        if BEGIN.match(line):
            begun = number
        elif END.match(line) and begun:
            text = textwrap.dedent("\n".join(lines[begun : number - 1]))
            yield Secret(lesson, "solution", place, bare(text), begun + 1)
            begun = 0
    if cell.kind == "code" and any(map(BEGIN.match, lines)):
        kept = ("" if BEGIN.match(line) or END.match(line) else line for line in lines)
        yield Secret(lesson, "solution", place, _bare("\n".join(kept)))


def _is_model_answer(cell: Cell) -> bool:
    """Whether all of the cell is an answer in words, which the release replaces as a whole."""
    return cell.written and not any(map(BEGIN.match, cell.source.splitlines()))


def _around(source: str) -> str:
    """Return an answer cell as students get it: a line that raises in the place of each region."""
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if BEGIN.match(line):
            inside = True
            kept.append(line[: len(line) - len(line.lstrip())] + STUB)
        elif END.match(line):
            inside = False
            kept.append("")
        else:
            kept.append("" if inside else line)
    return "\n".join(kept)


def _stored(course: Course, lesson: str) -> Iterator[Secret]:
    """Yield the texts that hidden tests keep beside them, such as expected numbers."""
    for path in sorted(course.hidden(lesson).rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            place = path.relative_to(course.root).as_posix()
            text = path.read_text(encoding="utf-8", errors="ignore")
            yield Secret(lesson, "hidden test", place, text)


def _bare_file(lesson: str, path: Path, place: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        ast.parse(text)
    except SyntaxError as error:
        raise LessonError(f"lesson {lesson}: {place}, line {error.lineno}: {error.msg}") from None
    except (UnicodeDecodeError, ValueError) as error:
        raise LessonError(f"lesson {lesson}: {place} cannot be read: {error}") from None
    return _bare(text)


def _bare(source: str) -> str:
    """Blank what students may read: comments, docstrings, and what decorators say in feedback."""
    lines = [*source.splitlines(), ""]
    for row, column in _comments(source):
        lines[row - 1] = lines[row - 1][:column]
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return "\n".join(lines)
    for node in ast.walk(tree):
        for start, end in _said(node):
            lines[start - 1 : end] = [""] * (end - start + 1)
    return "\n".join(lines)


def _comments(source: str) -> Iterator[tuple[int, int]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start
    except (tokenize.TokenError, IndentationError):
        return


def _said(node: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield the lines of the node's docstring and decorators."""
    if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            above = node.lineno if not isinstance(node, ast.Module) else 0
            if isinstance(first.value.value, str) and first.lineno > above:
                yield first.lineno, first.end_lineno or first.lineno
        for decorator in () if isinstance(node, ast.Module) else node.decorator_list:
            yield decorator.lineno, decorator.end_lineno or decorator.lineno
