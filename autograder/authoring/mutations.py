"""Wrong answers made by machine: small changes to the syntax tree of an exercise's reference.

Each change is a mistake that people make: an operator or an axis mixed up, one too many, a term or
a copy forgotten. Order and names are the same in every run. An author reads in `workbook verify`
which of them no hidden test notices.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring.mutation_operators import OPERATORS, Function, replaced
from autograder.errors import LessonError

__all__ = ["MOST", "Mutation", "mutations"]

MOST: Final = 40
"""How many mutations of one exercise are kept."""

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
PLOTS: Final = {"plt", "fig", "ax", "axes", "axs"}
LEFT_ALONE: Final = (ast.JoinedStr, ast.Raise, ast.Assert)


@dataclass(frozen=True)
class Mutation:
    """One changed reference. `name` tells the line of the answer cell and what was done to it.

    `key` ties a note on this mutation to it: any edit of the reference but comments changes it.
    """

    exercise: str
    name: str
    source: str
    diff: str
    key: str


def mutations(exercise: str, answer: str, most: int = MOST) -> list[Mutation]:
    """Return the mutations of an answer cell, `most` at most, in the order of its lines.

    Only what stands between solution markers is changed, everything where there are none. Where
    there are too many, every line keeps its share, and an edit of one line leaves the choice for
    the others as it was.

    Raises:
        LessonError: the answer cell does not parse.
    """
    tree = _parsed(exercise, answer)
    reference, lines = ast.unparse(tree), answer.splitlines()
    code = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    seen, taken = {reference}, dict[str, int]()
    by_line: dict[int, list[tuple[str, Mutation]]] = {}
    for number, what, changed in _all_changes(tree, _solution_lines(lines)):
        source = ast.unparse(ast.fix_missing_locations(changed))
        if source in seen or not _compiles(source):
            continue
        seen.add(source)
        name = f"L{number}-{what}"
        taken[name] = taken.get(name, 0) + 1
        name += f"-{taken[name]}" if taken[name] > 1 else ""
        key = digest("\n".join([name, *code]))
        mutation = Mutation(exercise, name, source, difference(reference, source), key)
        rank = digest(f"{name.partition('-')[2]} {lines[number - 1].strip()}")
        by_line.setdefault(number, []).append((rank, mutation))
    return _sampled(by_line, most)


def _parsed(exercise: str, answer: str) -> ast.Module:
    try:
        return ast.parse(answer)
    except SyntaxError as error:
        try:  # there may be magics in it
            return ast.parse(TransformerManager().transform_cell(answer))
        except SyntaxError:
            raise LessonError(
                f"exercise {exercise!r}, line {error.lineno} of its answer cell: {error.msg}"
            ) from None


def _sampled(by_line: dict[int, list[tuple[str, Mutation]]], most: int) -> list[Mutation]:
    """Take from every line in turn, the ones of the lowest rank first."""
    found = [by_line[number] for number in sorted(by_line)]
    queues = [sorted(ranked, key=lambda pair: pair[0]) for ranked in found]
    longest = max(map(len, queues), default=0)
    in_turn = [queue[turn][1] for turn in range(longest) for queue in queues if turn < len(queue)]
    kept = {mutation.name for mutation in in_turn[:most]}
    return [mutation for ranked in found for _, mutation in ranked if mutation.name in kept]


def digest(text: str) -> str:
    """Return a short hash that is the same in every run."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def difference(before: str, after: str) -> str:
    """Return the lines that differ, marked by - and +."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _compiles(source: str) -> bool:
    try:
        compile(source, "answer", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _solution_lines(lines: list[str]) -> set[int]:
    """Return the numbers of the lines between solution markers; of all lines without markers."""
    inside, found = False, set[int]()
    for number, line in enumerate(lines, start=1):
        if line.strip() in (BEGIN, END):
            inside = line.strip() == BEGIN
        elif inside:
            found.add(number)
    return found or set(range(1, len(lines) + 1))


def _all_changes(tree: ast.Module, lines: set[int]) -> Iterator[tuple[int, str, ast.AST]]:
    """Yield each change: its line, what it is called, and the whole tree with it."""
    for node, function in _places(tree, None):
        line = getattr(node, "lineno", 0)
        if line not in lines:
            continue
        for operator in OPERATORS:
            for what, new in operator(node, function):
                yield line, what, replaced(tree, node, new)


def _places(node: ast.AST, function: Function) -> Iterator[tuple[ast.AST, Function]]:
    """Yield the nodes that may change, in the order of the source, with the function around them.

    Left alone is what no test looks at: annotations, decorators, the words of messages, drawings,
    and `strict=`, which only guards.
    """
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function = node
        children: list[ast.AST] = [*node.body]
    elif _draws(node) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    elif isinstance(node, ast.AnnAssign):
        yield node, function
        children = [node.value] if node.value else []
    else:
        yield node, function
        children = [] if isinstance(node, LEFT_ALONE) else [*ast.iter_child_nodes(node)]
    for child in children:
        yield from _places(child, function)


def _draws(node: ast.AST) -> bool:
    """Return whether a node calls something of a plot, as `ax.set(…)` does."""
    if isinstance(node, ast.Expr):
        return _draws(node.value)
    if not isinstance(node, ast.Call):
        return False
    root = node.func
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    return isinstance(root, ast.Name) and root.id in PLOTS
