"""A lesson's notebook as the linter sees it: every cell with its tags, marks, code and prose."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from autograder.errors import NotebookError
from autograder.lint.names import CellNames
from autograder.lint.prose import Prose
from autograder.lint.python import parse_cell
from autograder.notebook import Cell, parse_notebook

__all__ = ["LintCell", "LintNotebook", "Unreadable", "default_exp"]

EXPORT = "# | export"
ANY_EXPORT = re.compile(r"\s*#\s*\|\s*export\w*\b")
DEFAULT_EXP = re.compile(r"#\s*\|\s*default_exp\s+(\S+)")
DIRECTIVE = re.compile(r"#\s*\|")
BEGIN = re.compile(r"\s*#+\s*BEGIN SOLUTION\b")
END = re.compile(r"\s*#+\s*END SOLUTION\b")


class Unreadable(Exception):
    """The file is no notebook. `line` is a line of the file, 0 where none is to blame."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class LintCell:
    """One cell: what the grader knows of it, and the rest of its JSON."""

    known: Cell
    raw: Mapping[str, Any]
    position: int

    @property
    def id(self) -> str:
        """The cell's id, or its place where it has none."""
        return self.known.id

    @property
    def source(self) -> str:
        """The text of the cell."""
        return self.known.source

    @property
    def is_code(self) -> bool:
        """Whether this is a code cell."""
        return self.known.kind == "code"

    @property
    def is_prose(self) -> bool:
        """Whether this is a markdown cell."""
        return self.known.kind == "markdown"

    @property
    def marks(self) -> Mapping[str, Any]:
        """What nbgrader knows of the cell; empty where it does not know it."""
        metadata = self.raw.get("metadata")
        marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        return cast("dict[str, Any]", marks) if isinstance(marks, dict) else {}

    @property
    def locked(self) -> bool:
        """Whether nbgrader puts the author's text back."""
        return self.marks.get("locked") is True

    @property
    def is_answer(self) -> bool:
        """Whether a student writes here: an exercise, a practice problem, a class to build."""
        return self.marks.get("solution") is True

    @property
    def is_check(self) -> bool:
        """Whether this is a grade cell."""
        return self.marks.get("grade") is True

    def tagged(self, *tags: str) -> bool:
        """Whether the cell has one of the tags."""
        return any(tag in self.known.tags for tag in tags)

    @property
    def lines(self) -> list[str]:
        """The lines of the source."""
        return self.source.splitlines()

    @property
    def exported(self) -> bool:
        """Whether the cell goes into the lesson's module."""
        return any(ANY_EXPORT.match(line) for line in self.lines)

    @property
    def has_region(self) -> bool:
        """Whether a solution region begins here."""
        return any(BEGIN.match(line) for line in self.lines)

    @property
    def shown_lines(self) -> int:
        """Lines that a reader reads: no blank ones, no markers, no `# |` directives."""
        return sum(
            not (BEGIN.match(line) or END.match(line) or DIRECTIVE.match(line))
            for line in self.lines
            if line.strip()
        )

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree; raises SyntaxError."""
        return parse_cell(self.source)

    @cached_property
    def names(self) -> CellNames:
        """The names that the cell reads and binds."""
        return CellNames.of(self.tree)

    @cached_property
    def prose(self) -> Prose:
        """The cell as markdown."""
        return Prose(self.source)


@dataclass(frozen=True)
class LintNotebook:
    """A lesson's notebook, and what the rules need to know of the course around it.

    Attributes:
        modules: what a lesson may import from student_lib: those of its prerequisites.
        released: the notebook that students hold, where one has been built.
        kept_ids: exercises that hidden tests, mutants and alternatives are named after.
    """

    lesson: str
    path: Path
    raw: Mapping[str, Any]
    cells: tuple[LintCell, ...]
    modules: frozenset[str] = frozenset()
    released: LintNotebook | None = None
    kept_ids: Mapping[str, Path] | None = None

    @classmethod
    def read(cls, lesson: str, path: Path) -> LintNotebook:
        """Read the file at `path`; raise Unreadable when it is no notebook."""
        try:
            data = path.read_bytes()
            raw = json.loads(data)
            known = parse_notebook(data, str(path))
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
        except json.JSONDecodeError as error:
            raise Unreadable(f"{path} is not JSON: {error.msg}", error.lineno) from None
        except (NotebookError, UnicodeDecodeError, RecursionError) as error:
            raise Unreadable(str(error)) from None
        pairs = zip(known, cast("list[dict[str, Any]]", raw["cells"]), strict=True)
        cells = tuple(LintCell(cell, part, place) for place, (cell, part) in enumerate(pairs))
        return cls(lesson, path, raw, cells)

    @cached_property
    def code(self) -> Sequence[LintCell]:
        """The code cells."""
        return [cell for cell in self.cells if cell.is_code]

    @cached_property
    def prose(self) -> Sequence[LintCell]:
        """The markdown cells."""
        return [cell for cell in self.cells if cell.is_prose]


def default_exp(cell: LintCell) -> str:
    """Return the module that a `# | default_exp <module>` line of the cell names, else ''."""
    match = next(filter(None, map(DEFAULT_EXP.match, cell.source.splitlines())), None)
    return match[1] if match else ""
