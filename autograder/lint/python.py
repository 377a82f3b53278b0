"""A code cell as plain Python: IPython's magics translated, line numbers kept."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import TypeVar, cast

from IPython.core.inputtransformer2 import TransformerManager

__all__ = ["dotted", "parse_cell", "plain", "strings", "top_level"]

Node = TypeVar("Node", bound=ast.AST)
PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
TIMING_MAGICS = frozenset({"time", "timeit", "prun"})
CELL_MAGIC = re.compile(r"\s*%%(\w+)")
OPTIONS = re.compile(r"^(\s*-\w+(\s*\d+)?)*\s*")
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def parse_cell(source: str) -> ast.Module:
    """Return the syntax tree of a code cell; raise SyntaxError with the line in the cell.

    Lines such as `%timeit f(x)` become the code that they run; other magics and shell commands
    become the calls of `get_ipython()` that IPython makes of them.
    """
    text = plain(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in a string is no business of ours
        tree = ast.parse(text)
        compile(tree, "<cell>", "exec", dont_inherit=True)  # finds `return` outside a function
    tree = cast("ast.Module", _WithoutTiming().visit(tree))
    return ast.fix_missing_locations(tree)


def plain(source: str) -> str:
    """Return the cell's text as Python, line for line."""
    body = source.lstrip("\n")
    lines = len(source) - len(body)
    magic = CELL_MAGIC.match(body)
    if magic and magic[1] in PYTHON_CELL_MAGICS:
        body = body.partition("\n")[2]
        lines += 1
        lines += len(body) - len(body.lstrip("\n"))
    return "\n" * lines + TransformerManager().transform_cell(body)


class _WithoutTiming(ast.NodeTransformer):
    """Put the timed code in the place of a `%time`, `%timeit` or `%prun` line."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        code = _timed(node.value)
        if code is None:
            return self.generic_visit(node)
        return [_moved(statement, node) for statement in code] or node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        code = _timed(node)
        if code and len(code) == 1 and isinstance(code[0], ast.Expr):
            return _moved(code[0], node).value
        return self.generic_visit(node)


def _moved(tree: Node, place: ast.expr | ast.stmt) -> Node:
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            ast.copy_location(node, place)
    return tree


def _timed(node: ast.expr) -> list[ast.stmt] | None:
    if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(".run_line_magic"):
        return None
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    if len(words) != 2 or words[0] not in TIMING_MAGICS:
        return None
    try:
        return ast.parse(OPTIONS.sub("", str(words[1]), count=1)).body
    except SyntaxError:
        return None


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for a chain of names and attributes; calls in it read `a().b`; else ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when the cell runs: all nodes but the bodies of functions and classes."""
    for child in ast.iter_child_nodes(tree):
        yield child
        if not isinstance(child, SCOPES):
            yield from top_level(child)


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the string constants of the code, docstrings and other lone strings left out."""
    lone = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in lone:
            yield node
