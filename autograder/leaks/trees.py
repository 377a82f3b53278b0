"""Statements that do the same under other names, found by their syntax trees.

Every statement is written down as a shape: what it does, without the names it does it with,
annotations and the texts of messages. Two lists of statements are the same if their shapes are and
if a consistent renaming turns the names of one into those of the other.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from autograder.leaks.secrets import Public, Secret
from autograder.lint.python import plain

__all__ = ["TreeIndex", "trees"]

WHOLE_PARTS = 30
"""A body of fewer parts is nobody's: `return x / x.sum(dim=-1, keepdim=True)` has 27."""
SHORT_LINES = 2
SHORT_PARTS = 48
"""A body of a line or two has to have more: `return (x - x.mean(0)) / (x.std(0) + eps)` has 38."""
FRAGMENT_PARTS = 60
"""A loop or branch of fewer parts is an idiom, such as a training step over all batches: 53."""
FENCE = re.compile(r"(?ms)^[ \t]*(?P<fence>```+|~~~+)[^\n]*\n(?P<code>.*?)^[ \t]*(?P=fence)")
MARKUP_BLOCK = re.compile(r"(?is)<(?P<tag>pre|code)\b[^>]*>(?P<code>.*?)</(?P=tag)>")
PARAGRAPH = re.compile(r"(?m)(?:^[^\n]*\S[^\n]*(?:\n|\Z))+")
WHAT_IT_IS = (ast.Load, ast.Store, ast.Del)
ANNOTATIONS = frozenset({"annotation", "returns", "type_comment", "decorator_list", "type_params"})
Names = tuple[int, ...]


@dataclass(frozen=True)
class Shape:
    """A statement without its names: a text of its parts, and the names in order."""

    text: str
    names: tuple[str, ...]
    parts: int


@dataclass(frozen=True)
class Unit:
    """Statements in a row that are worth keeping secret, with the lines they span."""

    shapes: tuple[str, ...]
    names: Names
    start: int
    end: int
    whole: bool
    test: bool = False


def shape_of(statement: ast.stmt) -> Shape:
    """Write a statement down as a shape."""
    parts: list[str] = []
    names: list[str] = []
    _describe(statement, parts, names)
    return Shape(" ".join(parts), tuple(names), len(parts))


def _describe(node: ast.AST, parts: list[str], names: list[str]) -> None:
    match node:
        case ast.JoinedStr():
            parts.append("text")  # a message, in the words of whoever wrote it
            return
        case ast.Constant(value=str(value)):
            parts.append("text" if " " in value else repr(value))
            return
        case ast.Constant(value=value):
            parts.append(repr(value))
            return
        case ast.Name(id=name) | ast.arg(arg=name):
            names.append(name)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            names.append(name)
        case ast.Attribute(attr=name) | ast.alias(name=name):
            parts.append(name)
        case ast.keyword(arg=name):
            parts.append(name or "**")
        case _:
            pass
    if isinstance(node, WHAT_IT_IS):
        return
    parts.append(type(node).__name__)
    for field, value in ast.iter_fields(node):
        if field == "body" and isinstance(value, list):
            value = _without_docstring(value)
        for child in value if isinstance(value, list) else [value]:
            if field not in ANNOTATIONS and isinstance(child, ast.AST):
                _describe(child, parts, names)
    parts.append(".")


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case _:
            return body


def _numbered(shapes: Sequence[Shape]) -> Names:
    """Number the names in the order in which they appear, so that only their pattern counts."""
    seen: dict[str, int] = {}
    return tuple(seen.setdefault(name, len(seen)) for shape in shapes for name in shape.names)


def blocks(tree: ast.AST) -> Iterator[tuple[list[ast.stmt], ast.AST]]:
    """Yield every list of statements in a tree, with what it belongs to; docstrings left out."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body:
                yield _without_docstring(body), node


def units(tree: ast.Module) -> Iterator[Unit]:
    """Yield what is worth keeping secret of a secret: whole bodies of functions, long fragments."""
    for body, owner in blocks(tree):
        if isinstance(owner, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
            kept = [one for one in body if not isinstance(one, ast.Import | ast.ImportFrom)]
            is_test = isinstance(owner, ast.FunctionDef) and owner.name.startswith("test_")
            yield from _unit(kept, whole=True, test=is_test)
        for statement in body:
            if isinstance(statement, ast.For | ast.While | ast.With | ast.Try | ast.If):
                yield from _unit([statement], whole=False)


def _unit(body: list[ast.stmt], *, whole: bool, test: bool = False) -> Iterator[Unit]:
    if not body:
        return
    shapes = [shape_of(statement) for statement in body]
    start, end = body[0].lineno, body[-1].end_lineno or body[-1].lineno
    least = FRAGMENT_PARTS
    if whole:
        least = WHOLE_PARTS if end - start >= SHORT_LINES else SHORT_PARTS
    if sum(shape.parts for shape in shapes) >= least:
        texts = tuple(shape.text for shape in shapes)
        yield Unit(texts, _numbered(shapes), start, end, whole, test)


def trees(text: str, *, code: bool) -> Iterator[tuple[ast.Module, int]]:
    """Yield the syntax trees that a text holds, with the line before the first of each.

    `code` says that the text is a code cell or a module; else it may be prose with code in it.
    """
    pieces = [(text, 0)]
    if not code:
        for pattern, group in ((FENCE, "code"), (MARKUP_BLOCK, "code"), (PARAGRAPH, 0)):
            for found in pattern.finditer(text):
                pieces.append((found[group], text.count("\n", 0, found.start(group))))
    for piece, before in dict.fromkeys(pieces):
        tree = _parsed(plain(piece) if code else piece)
        if tree is not None:
            yield tree, before


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(textwrap.dedent(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class TreeIndex:
    """All secrets as trees, ready to be looked for in many texts."""

    def __init__(self, secrets: Iterable[Secret], public: Public) -> None:
        self.units: dict[tuple[str, ...], list[tuple[Names, Secret, Unit]]] = {}
        known: dict[tuple[str, str, bool], set[tuple[tuple[str, ...], Names]]] = {}
        for secret in secrets:
            tree = _parsed(secret.text)
            for unit in units(tree) if tree else ():
                # a lesson may show a part of an answer, such as a loop that is not yet right
                key = (secret.kind, secret.lesson, not unit.whole)
                if key not in known:
                    shown = public.of(secret.kind, secret.lesson, short=not unit.whole)
                    known[key] = _windows_of(shown)
                if unit.test or (unit.shapes, unit.names) not in known[key]:
                    found = self.units.setdefault(unit.shapes, [])
                    found.append((unit.names, secret, unit))
        self.lengths = sorted({len(shapes) for shapes in self.units})

    def find(self, text: str, *, code: bool) -> Iterator[tuple[Secret, int, int, int]]:
        """Yield secrets that the text holds: with the line in it, and the secret's own lines."""
        for tree, before in trees(text, code=code):
            for body, _ in blocks(tree):
                shapes = [shape_of(statement) for statement in body]
                for length in self.lengths:
                    for start in range(len(body) - length + 1):
                        window = shapes[start : start + length]
                        line = before + body[start].lineno
                        yield from self._matches(window, line)

    def _matches(
        self, window: Sequence[Shape], line: int
    ) -> Iterator[tuple[Secret, int, int, int]]:
        candidates = self.units.get(tuple(shape.text for shape in window))
        if candidates:
            names = _numbered(window)
            for own, secret, unit in candidates:
                if own == names:
                    yield secret, line, unit.start, unit.end


def _windows_of(texts: Iterable[str]) -> set[tuple[tuple[str, ...], Names]]:
    """Return all statements in a row that the texts show, in the form of units."""
    return set().union(*map(_windows, texts))


@lru_cache(maxsize=8192)  # a lesson's texts are asked for by each kind of secret
def _windows(text: str) -> frozenset[tuple[tuple[str, ...], Names]]:
    found: set[tuple[tuple[str, ...], Names]] = set()
    for tree, _ in trees(text, code=False):
        for body, _ in blocks(tree):
            shapes = [shape_of(statement) for statement in body]
            for start in range(len(body)):
                for end in range(start + 1, len(body) + 1):
                    window = shapes[start:end]
                    found.add((tuple(shape.text for shape in window), _numbered(window)))
    return frozenset(found)
