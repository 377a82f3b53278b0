"""Which names a code cell reads and binds.

A statement reads some names while it runs; the body of a function reads its names later, when the
function is called. `CellNames` keeps the two apart. Python's own symbol tables resolve bodies.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.lint.python import dotted

__all__ = ["CellNames"]

IN_PLACE = re.compile(
    r"append|extend|insert|add|update|setdefault|pop|popitem|remove|discard|clear|sort|reverse|"
    r"load_state_dict|register_\w+|backward|step|zero_grad|train|eval|seed"
)
TORCH_IN_PLACE = re.compile(r"\w*[a-z0-9]_|shuffle")  # zero_, normal_; not __matmul__
IN_SUPER = "__class__"  # `super()` reads it from the class, which the tables of a method lack
Function = ast.FunctionDef | ast.AsyncFunctionDef
Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


@dataclass
class CellNames:
    """The names of one code cell, each with the line where it is first met.

    Attributes:
        needs: read while the cell runs, before the cell itself binds them.
        reads: read while the cell runs, bound here or not.
        binds: bound at the top of the cell, or by a `global` statement.
        imports: those of `binds` that an import binds.
        later: for each function or class bound here, what its bodies read from the notebook.
        changes: objects changed in place: `x[0] = 1`, `xs.append(1)`, `w.zero_()`.
    """

    needs: dict[str, int] = field(default_factory=dict[str, int])
    reads: dict[str, int] = field(default_factory=dict[str, int])
    binds: dict[str, int] = field(default_factory=dict[str, int])
    imports: set[str] = field(default_factory=set[str])
    later: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    changes: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, tree: ast.Module) -> CellNames:
        """Read the names of a cell off its syntax tree."""
        names = cls()
        _Reader(names).visit(tree)
        for node in ast.walk(tree):
            names.changes |= _changed(node)
        return names

    def all_later(self) -> dict[str, int]:
        """What the bodies of this cell's functions and classes read from the notebook."""
        return {name: line for reads in self.later.values() for name, line in reads.items()}


class _Reader(ast.NodeVisitor):
    """Walk a cell in the order in which Python runs it."""

    def __init__(self, names: CellNames) -> None:
        self.names = names
        self.inner: list[set[str]] = []  # names of comprehensions, lambdas and class bodies
        self.owners: list[str] = []  # the classes around, outermost first

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id, node.lineno)
        elif not any(node.id in names for names in self.inner):
            self.names.reads.setdefault(node.id, node.lineno)
            if node.id not in self.names.binds:
                self.names.needs.setdefault(node.id, node.lineno)

    def _bind(self, name: str, line: int) -> None:
        if self.owners:
            self.inner[-1].add(name)
        elif not any(name in names for names in self.inner):
            self.names.binds.setdefault(name, line)

    # statements whose parts run in another order than they are written
    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(node.value, ast.Lambda) and isinstance(target, ast.Name):
            self._later(self.owners[0] if self.owners else target.id, node.value)
            self._signature(node.value.args)
        else:
            self.visit(node.value)
        self._all(node.targets)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._all([node.annotation, node.value, node.target])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.visit_Name(ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))
        self._all([node.value, node.target])

    def visit_For(self, node: ast.For) -> None:
        self._all([node.iter, node.target, *node.body, *node.orelse])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._all([node.value, node.target])

    # what binds without a Name node
    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name, node.lineno)
            self.names.imports.add(name)

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._all([node.type])
        if node.name:
            self._bind(node.name, node.lineno)
        self._all(node.body)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.generic_visit(node)
        if node.name:
            self._bind(node.name, node.lineno)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self._bind(node.rest, node.lineno)

    # scopes
    def visit_FunctionDef(self, node: Function) -> None:
        self._all([*node.decorator_list, node.returns])
        self._signature(node.args)
        self._later(self.owners[0] if self.owners else node.name, node)
        self._bind(node.name, node.lineno)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._all([*node.decorator_list, *node.bases, *node.keywords])
        self.names.later.setdefault(self.owners[0] if self.owners else node.name, {})
        self.owners.append(node.name)
        self.inner.append(set())
        self._all(node.body)
        self.inner.pop()
        self.owners.pop()
        self._bind(node.name, node.lineno)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._signature(node.args)
        self.inner.append({arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)})
        self.visit(node.body)
        self.inner.pop()

    def visit_ListComp(self, node: Comprehension) -> None:
        self.visit(node.generators[0].iter)  # runs outside
        self.inner.append({name for part in node.generators for name in _targets(part.target)})
        for number, part in enumerate(node.generators):
            self._all([part.iter if number else None, part.target, *part.ifs])
        values = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._all(values)
        self.inner.pop()

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    def _all(self, nodes: list[ast.expr] | list[ast.stmt] | list[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _signature(self, args: ast.arguments) -> None:
        self._all([*args.defaults, *args.kw_defaults])
        self._all([arg.annotation for arg in ast.walk(args) if isinstance(arg, ast.arg)])

    def _later(self, owner: str, function: Function | ast.Lambda) -> None:
        """Note what a function's body reads from the notebook, and binds there by `global`."""
        lines = _lines(function)
        later = self.names.later.setdefault(owner, {})
        table = symtable.symtable(ast.unparse(function), "<cell>", "exec")
        for symbol in _symbols(table):
            name = symbol.get_name()
            if symbol.is_referenced() and _is_global(symbol):
                later.setdefault(name, lines.get(name, function.lineno))
            if symbol.is_declared_global() and symbol.is_assigned():
                self.names.binds.setdefault(name, function.lineno)


def _is_global(symbol: symtable.Symbol) -> bool:
    # a function that is called `top` is taken for a module, and its locals for globals as well
    local = symbol.is_local() and not symbol.is_declared_global()
    return symbol.is_global() and not local and symbol.get_name() != IN_SUPER


def _symbols(table: symtable.SymbolTable) -> Iterator[symtable.Symbol]:
    """Yield the symbols of all scopes inside this one."""
    for child in table.get_children():
        yield from child.get_symbols()
        yield from _symbols(child)


def _targets(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _lines(tree: ast.AST) -> dict[str, int]:
    lines: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            lines[node.id] = min(node.lineno, lines.get(node.id, node.lineno))
    return lines


def _changed(node: ast.AST) -> set[str]:
    """Return the names of objects that this piece of code changes in place."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(
        node.ctx, ast.Store | ast.Del
    ):
        return _base(node.value)
    if not isinstance(node, ast.Call):
        return set()
    callee = dotted(node.func).rpartition(".")[2]
    found: set[str] = set()
    in_place = TORCH_IN_PLACE.fullmatch(callee)
    if isinstance(node.func, ast.Attribute) and (in_place or IN_PLACE.fullmatch(callee)):
        found |= _base(node.func.value)
    if in_place:
        for arg in node.args:
            found |= _base(arg)
    return found


def _base(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()
