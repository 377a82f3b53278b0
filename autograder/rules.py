"""Rules on how an answer is written: what it must not use, must use, and how deep it may loop.

Read from the syntax tree in the grader, so student code cannot talk it round. Names are followed
through imports and aliases (`import torch as T`, `mm = torch.mm`), through `getattr`, `operator`
and dunder methods, and through every function of the notebook that the answer calls. What the tree
does not show, such as a name put together at run time, the worker's record of called torch
functions may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

__all__ = ["Notebook", "Rule", "RuleBroken"]

OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.MatMult: "@", ast.Mult: "*", ast.Add: "+", ast.Sub: "-", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
DUNDERS: Final = {"@": {"__matmul__", "__rmatmul__", "__imatmul__"}}
LOOPS: Final = (
    ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LOOPING_CALLS: Final = {"map", "filter", "reduce", "starmap", "vmap", "vectorize", "accumulate"}
FETCHERS: Final = {"getattr", "attrgetter", "methodcaller", "__getattribute__", "getattr_static"}
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


class RuleBroken(AssertionError):
    """The answer is written in a way that the exercise does not allow."""


@dataclass(frozen=True)
class Rule:
    """`forbid` and `require` hold operators, dotted names or "loops"; `max_loops` a nesting depth.

    A dotted name is matched by its last part, so `torch.matmul` also stands for `x.matmul(y)`,
    `np.matmul` and `operator.matmul`. Without `function` all of the answer cell is looked at.
    """

    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    max_loops: int | None = None
    function: str | None = None

    def check(self, notebook: Notebook, answer: str) -> None:
        """Raise RuleBroken when the cell `answer` of the notebook breaks the rule."""
        where = f" in `{self.function}`" if self.function else ""
        roots = notebook.roots(answer, self.function)
        used = notebook.used(roots)
        for name in self.forbid:
            if name != "loops" and used & spellings(name):
                raise RuleBroken(f"uses `{name}`{where}, which this exercise forbids")
        for name in self.require:
            if name != "loops" and not used & spellings(name):
                raise RuleBroken(f"does not use `{name}`{where}, which this exercise asks for")
        self._check_depth(max((notebook.depth(root) for root in roots), default=0), where)

    def _check_depth(self, depth: int, where: str) -> None:
        allowed = 0 if "loops" in self.forbid else self.max_loops
        if allowed is not None and depth > allowed:
            most = {0: "no loop at all is", 1: "one loop is"}.get(allowed, f"{allowed} loops are")
            raise RuleBroken(
                f"loops {depth} deep{where}; {most} allowed (comprehensions and map count)"
            )
        if "loops" in self.require and depth == 0:
            raise RuleBroken(f"does not loop{where}, which this exercise asks for")

    def check_called(self, called: Iterable[str]) -> None:
        """Raise RuleBroken when a forbidden torch function was called; `called` are its names."""
        last = {name.rpartition(".")[2] for name in called}
        for name in self.forbid:
            if last & spellings(name) - {"loops"}:
                raise RuleBroken(f"calls `{name}`, which this exercise forbids")


def spellings(name: str) -> set[str]:
    """Return what `name` may look like in a tree: itself, its last part, its dunder methods."""
    last = name.rpartition(".")[2] or name
    return {name, last, *DUNDERS.get(name, set())}


@lru_cache(maxsize=64)
def parse(source: str) -> ast.Module:
    """Return the syntax tree of a cell, magics removed; an empty one when it cannot be parsed."""
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


class Notebook:
    """The definitions and aliases of all cells of one submission."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.definitions: dict[str, ast.AST] = {}
        self.aliases: dict[str, str] = {}
        for source in sources:
            self._collect(parse(source))

    def _collect(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    self.aliases |= {n.asname: n.name for n in names if n.asname}
                case ast.ImportFrom(module=module, names=names):
                    self.aliases |= {n.asname or n.name: f"{module}.{n.name}" for n in names}
                case _:
                    pass
        for node in tree.body:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    self.definitions[name] = node
                case ast.ClassDef(name=name):
                    self.definitions[name] = node
                case ast.Assign(targets=targets, value=value):
                    for name in _names(targets):
                        self.definitions[name] = value
                case _:
                    pass

    def roots(self, answer: str, function: str | None) -> list[ast.AST]:
        """Return what a rule looks at: the named function's last definition, or the whole cell."""
        if function is None:
            return [parse(answer)]
        return [self.definitions[function]] if function in self.definitions else []

    def reached(self, roots: Iterable[ast.AST]) -> Iterator[ast.AST]:
        """Yield the roots and every definition of the notebook that they lead to."""
        seen: set[int] = set()
        queue = list(roots)
        while queue:
            node = queue.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            queue.extend(
                self.definitions[part.id]
                for part in ast.walk(node)
                if isinstance(part, ast.Name)
                and isinstance(part.ctx, ast.Load)
                and part.id in self.definitions
            )

    def used(self, roots: Iterable[ast.AST]) -> set[str]:
        """Return operators, attribute names and imported names that the roots lead to."""
        found: set[str] = set()
        for root in self.reached(roots):
            for node in ast.walk(root):
                found |= self._mentions(node)
        return found

    def _mentions(self, node: ast.AST) -> set[str]:
        match node:
            case ast.BinOp(op=op) | ast.AugAssign(op=op):
                return {OPERATORS.get(type(op), "")}
            case ast.Attribute(attr=attr):
                return {attr}
            case ast.Name(id=name) if name not in self.definitions:
                full = self.aliases.get(name, name)
                return {full, full.rpartition(".")[2]}
            case ast.Call(func=func, args=args) if _last_name(func) in FETCHERS:
                texts = [a.value for a in args if isinstance(a, ast.Constant)]
                return {text for text in texts if isinstance(text, str)}
            case _:
                return set()

    def depth(self, root: ast.AST, path: tuple[int, ...] = ()) -> int:
        """Return how deep loops are nested under `root`, loops of called functions included."""
        if id(root) in path:
            return 1  # a function that calls itself loops
        return max(
            (self._depth(child, (*path, id(root))) for child in ast.iter_child_nodes(root)),
            default=0,
        )

    def _depth(self, node: ast.AST, path: tuple[int, ...]) -> int:
        inner = max((self._depth(child, path) for child in ast.iter_child_nodes(node)), default=0)
        if isinstance(node, ast.Call):
            return inner + self._depth_of_call(node, path)
        if isinstance(node, COMPREHENSIONS):
            return inner + sum(_width(generator.iter) for generator in node.generators)
        if isinstance(node, ast.For | ast.AsyncFor):
            return inner + _width(node.iter)
        return inner + 1 if isinstance(node, ast.While) else inner

    def _depth_of_call(self, node: ast.Call, path: tuple[int, ...]) -> int:
        name = _last_name(node.func)
        if name in LOOPING_CALLS and name not in self.definitions:
            return 1
        called = self.definitions.get(name) if isinstance(node.func, ast.Name) else None
        return self.depth(called, path) if called is not None else 0


def _width(iterated: ast.expr) -> int:
    """Return how many loops one `for` stands for: `product(a, b)` walks two."""
    if isinstance(iterated, ast.Call) and _last_name(iterated.func) in {"product", "ndindex"}:
        repeat = [k.value for k in iterated.keywords if k.arg == "repeat"]
        if repeat and isinstance(repeat[0], ast.Constant) and isinstance(repeat[0].value, int):
            return repeat[0].value
        return max(1, len(iterated.args))
    return 1


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _names(targets: Iterable[ast.expr]) -> list[str]:
    return [target.id for target in targets if isinstance(target, ast.Name)]
