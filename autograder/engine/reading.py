"""What a notebook's code uses, read off its syntax trees and never run.

Names are followed through imports and aliases, tuples and dicts, default arguments, attributes set
from outside, decorators, `partial` and every function or class of the notebook that they lead to.
Arguments and local names shadow what the notebook defines. A name that is put together at run time
cannot be read; where an answer reaches for one, `opaque` says by what.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

__all__ = ["Function", "Names", "bindings", "last_name", "local_names", "parse"]

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Scope = frozenset[str]

SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.MatMult: "@", ast.Mult: "*", ast.Add: "+", ast.Sub: "-", ast.Div: "/", ast.Pow: "**",
}  # fmt: skip
FETCHERS: Final = {"getattr", "attrgetter", "methodcaller", "__getattribute__", "getattr_static"}
TABLES: Final = {"vars", "globals", "locals", "__dict__"}
HIDING_NAMES: Final = {"exec", "eval", "compile", "globals", "locals"}
HIDING: Final = {
    "exec", "__torch_function__", "__torch_dispatch__", "DisableTorchFunction",
    "DisableTorchFunctionSubclass", "CompilationUnit", "FunctionType", "getmembers",
    "run_cell", "run_line_magic", "run_cell_magic",
}  # fmt: skip
FILLERS: Final = {"append", "extend", "update", "insert", "setdefault", "add"}
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DATA: Final = (
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.Constant, ast.JoinedStr, *COMPREHENSIONS
)  # fmt: skip
MAX_CELL: Final = 20_000  # characters: a tree takes a hundred times the memory of its text
MAX_NOTEBOOK: Final = 400_000
MAX_MAGICS: Final = 50_000
MAGICS: Final = re.compile(r"^(?:.*[%!?]|[ \t]*[/,;])", re.MULTILINE)
CELL_MAGIC: Final = re.compile(r"\A\s*%%[^\n]*\n")
"""What stands above `%%time` and the like is a program all the same."""
BLOCKS: Final = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.TryStar, ast.Match)


@lru_cache(maxsize=512)
def parse(source: str) -> ast.Module:
    """Return the syntax tree of a cell, magics removed; an empty one when it cannot be parsed."""
    source = CELL_MAGIC.sub("", source)
    for read in (str, TransformerManager().transform_cell):
        try:
            if len(source) <= MAX_CELL and (read is str or is_clear(source)):
                return ast.parse(read(source))
        except (SyntaxError, ValueError, RuntimeError, MemoryError):
            continue
    return ast.Module(body=[], type_ignores=[])


def is_clear(source: str) -> bool:
    """Whether few enough lines may be magics: IPython reads the whole cell again for each."""
    return len(source) * sum(1 for _ in MAGICS.finditer(source)) <= MAX_MAGICS


@dataclass
class Facts:
    """What one cell says of names; the cells of a lesson are read once for all submissions."""

    bound: list[tuple[str, ast.AST, bool]]
    imports: dict[str, str] = field(default_factory=dict[str, str])
    attributes: list[tuple[str, ast.AST]] = field(default_factory=list[tuple[str, ast.AST]])
    methods: list[tuple[str, ast.AST]] = field(default_factory=list[tuple[str, ast.AST]])


@lru_cache(maxsize=512)
def facts(source: str) -> Facts:
    """Return what a cell binds, imports and patches."""
    tree = parse(source)
    found = Facts(list(bindings(tree.body)))
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found.imports |= {n.asname or n.name.partition(".")[0]: n.name for n in names}
            case ast.ImportFrom(module=module, names=names):
                found.imports |= {n.asname or n.name: f"{module}.{n.name}" for n in names}
            case ast.ClassDef(body=body):
                functions = (ast.FunctionDef, ast.AsyncFunctionDef)
                found.methods += [(m.name, m) for m in body if isinstance(m, functions)]
            case (
                ast.Assign(
                    targets=[ast.Attribute(attr=attr)],
                    value=ast.Lambda() | ast.Name() | ast.Attribute() as value,
                )
                | ast.Call(
                    func=ast.Name(id="setattr"), args=[_, ast.Constant(value=str(attr)), value]
                )
            ):
                found.attributes.append((attr, value))
            case _:
                pass
    return found


class Names:
    """What the names of a notebook stand for: definitions, imports, and attributes set later."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.definitions: dict[str, list[ast.AST]] = {}
        self.imports: dict[str, str] = {}
        self.attributes: dict[str, list[ast.AST]] = {}
        self.methods: dict[str, list[ast.AST]] = {}
        self._used: dict[tuple[int, ...], tuple[list[ast.AST], set[str], set[str]]] = {}
        sources = list(sources)
        sizes = [len(source) for source in sources]
        small = max(sizes, default=0) <= MAX_CELL and sum(sizes) <= MAX_NOTEBOOK
        self.readable = small and all(is_clear(source) or parse(source).body for source in sources)
        for source in sources if self.readable else []:
            self._add(facts(source))

    def _add(self, found: Facts) -> None:
        for name, node, sure in found.bound:
            if sure:  # what was defined again counts as it is last
                self.definitions[name] = [node]
            else:
                self.definitions.setdefault(name, []).append(node)
        self.imports |= found.imports
        for name, node in found.attributes:
            self.attributes.setdefault(name, []).append(node)
        for name, node in found.methods:
            self.methods.setdefault(name, []).append(node)

    def used(self, roots: Iterable[ast.AST]) -> tuple[set[str], set[str]]:
        """Return what the roots lead to: operators and names used, and what hides others."""
        roots = list(roots)
        key = tuple(map(id, roots))
        if key not in self._used:
            self._used[key] = roots, *self._found(roots)
        return self._used[key][1:]

    def _found(self, roots: list[ast.AST]) -> tuple[set[str], set[str]]:
        used, opaque, seen = set[str](), set[str](), set[int]()
        queue = list(roots)
        while queue:
            root = queue.pop()
            if id(root) in seen:
                continue
            seen.add(id(root))
            for node, local in scoped(root):
                used |= self._mentions(node, local)
                opaque |= self._hides(node, local)
                queue.extend(self._leads_to(node, local))
        return used - {""}, opaque

    def _mentions(self, node: ast.AST, local: Scope) -> set[str]:
        match node:
            case ast.BinOp(op=op) | ast.AugAssign(op=op):
                return {SIGNS.get(type(op), "")}
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=attr) if (
                attr in self.methods
            ):
                return set()
            case ast.Attribute(attr=attr):
                return {attr}
            case ast.Name(id=name) if name not in local and name not in self.definitions:
                full = self.imports.get(name, name)
                return {full, full.rpartition(".")[2]}
            case ast.Call(func=func, args=args) if last_name(func) in FETCHERS:
                return {text for arg in args if (text := written(arg))}
            case ast.Subscript(value=table, slice=key) if self._is_table(table):
                return {written(key)}
            case _:
                return set()

    def _hides(self, node: ast.AST, local: Scope) -> set[str]:
        """Return by what a node fetches what cannot be read; `re.compile` is harmless."""
        match node:
            case ast.Name(id=name) if name not in local and name not in self.definitions:
                full = self.imports.get(name, name).rpartition(".")[2]
                return {full} & (HIDING_NAMES | HIDING)
            case ast.Attribute(attr=name) | ast.FunctionDef(name=name):
                return {name} & HIDING
            case ast.Call(func=func, args=[first, *rest]) if (name := last_name(func)) in FETCHERS:
                asked = rest[0] if name.startswith("getattr") and rest else [first, *rest][-1]
                if name in {"attrgetter", "methodcaller"}:
                    asked = first
                built = isinstance(asked, ast.BinOp | ast.JoinedStr | ast.Call | ast.Subscript)
                variable = not written(asked) and self._is_module(first, local)
                return {name} if built or variable else set()
            case ast.Subscript(value=table, slice=key) if self._is_table(table):
                return set() if written(key) else {last_name(table) or "vars"}
            case _:
                return set()

    def _is_table(self, node: ast.AST) -> bool:
        return last_name(node.func if isinstance(node, ast.Call) else node) in TABLES

    def _is_module(self, node: ast.AST, local: Scope) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.imports and name not in local
            case ast.Attribute(value=value):
                return self._is_module(value, local)
            case ast.Call(func=func):
                return last_name(func) in {"__import__", "import_module"}
            case _:
                return False

    def _leads_to(self, node: ast.AST, local: Scope) -> list[ast.AST]:
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name not in local:
                return [found for found in self.definitions.get(name, []) if not is_data(found)]
            case ast.Attribute(attr=attr, ctx=ast.Load()):
                return self.attributes.get(attr, [])
            case _:
                return []


def bindings(body: Iterable[ast.stmt], *, sure: bool = True) -> Iterator[tuple[str, ast.AST, bool]]:
    """Yield what a block binds: a name, what to, and whether that replaces what it was before."""
    for node in body:
        for part in expressions(node):
            if isinstance(part, ast.NamedExpr):
                yield part.target.id, part.value, False
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node, sure
            case ast.ClassDef(name=name):
                yield name, node, sure
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _bound(target, value, sure)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _bound(target, value, sure)
            case ast.AugAssign(target=target, value=value):
                yield from _bound(target, value, False)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr))):
                if attr in FILLERS:
                    yield name, node.value, False
            case _ if isinstance(node, BLOCKS):
                yield from _bound_in_block(node)
            case _:
                pass


def _bound(target: ast.AST, value: ast.expr, sure: bool) -> Iterator[tuple[str, ast.AST, bool]]:
    match target:
        case ast.Name(id=name):
            yield name, value, sure
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            pairs = zip(targets, values, strict=True) if len(values) == len(targets) else None
            for one, what in pairs or ((one, value) for one in targets):
                yield from _bound(one, what, sure)
        case ast.Starred(value=one):
            yield from _bound(one, value, sure)
        case ast.Subscript(value=ast.Name(id=name)):
            yield name, value, False
        case _:
            pass


def _bound_in_block(node: ast.AST) -> Iterator[tuple[str, ast.AST, bool]]:
    if isinstance(node, ast.For):
        yield from _bound(node.target, node.iter, False)
    if isinstance(node, ast.With):
        for item in node.items:
            if item.optional_vars is not None:
                yield from _bound(item.optional_vars, item.context_expr, False)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ExceptHandler | ast.match_case):
            yield from bindings(child.body, sure=False)
        elif isinstance(child, ast.stmt):
            yield from bindings([child], sure=False)


def expressions(node: ast.stmt) -> Iterator[ast.AST]:
    """Yield the expressions of one statement, without those of statements inside it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from ast.walk(child)


def scoped(node: ast.AST, local: Scope = frozenset()) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield a tree's nodes, each with the local names that hide the notebook's there."""
    yield node, local
    inside: list[ast.AST] = []
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        inside = [*node.body] if isinstance(node.body, list) else [node.body]
    elif isinstance(node, COMPREHENSIONS):
        inside = list(ast.iter_child_nodes(node))
    inner = local | local_names(node) if inside else local
    for child in ast.iter_child_nodes(node):
        yield from scoped(child, inner if any(child is part for part in inside) else local)


def local_names(node: ast.AST) -> Scope:
    """Return the names that a function or comprehension has for itself."""
    names, shared = set[str](), set[str]()
    queue = list(ast.iter_child_nodes(node))
    while queue:
        match part := queue.pop():
            case ast.Global(names=found):
                shared |= set(found)
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
                continue
            case ast.Lambda():
                continue
            case _:
                pass
        queue.extend(ast.iter_child_nodes(part))
    return frozenset(names - shared)


def is_data(node: ast.AST) -> bool:
    """Return whether a name is bound to a computed value, such as `c = a @ b`: no function."""
    return isinstance(node, DATA) and not any(isinstance(n, ast.Lambda) for n in ast.walk(node))


def last_name(node: ast.AST) -> str:
    """Return `f` for `f` and for `x.y.f`, nothing for other expressions."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def written(node: ast.AST) -> str:
    """Return a text that is written out, nothing for other expressions."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return ""
