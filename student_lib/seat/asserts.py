"""Keep what an assert compares, so that a failed one can be explained without running it again.

In a notebook `assert torch.allclose(f(x), y), "message"` becomes `assert torch.allclose(a := f(x),
b := y), "message"` before it runs, as pytest does with its tests. Nothing else changes, and a
passed assert costs the two assignments. `a` and `b` have names that nobody uses.
"""

import ast
import linecache
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from student_lib.seat.differences import Comparison, differ

__all__ = ["KeepOperands", "failed_comparison", "forget"]

KEPT = "_kept_"
CALLS = frozenset({"allclose", "array_equal", "equal", "isclose"})
WRAPPERS = frozenset({"abs", "all", "float", "int", "item", "max", "mean", "norm", "sum"})
PROPERTIES = frozenset({"dtype", "shape"})
OPERATORS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda x, xs: x in xs,
    ast.NotIn: lambda x, xs: x not in xs,
}
MISSING = object()
Body = TypeVar("Body", ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Pair:
    """Two expressions that an assert compares; `holds` is None where they should be close."""

    left: ast.expr
    right: ast.expr
    holds: Callable[[Any, Any], Any] | None
    rtol: float = 1e-5
    atol: float = 1e-8


def pairs(test: ast.expr) -> Iterator[Pair]:
    """Yield what a test compares, in the order in which it is evaluated."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            for value in values:
                yield from pairs(value)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            yield _of_compare(left, right, OPERATORS[type(op)])
        case ast.Call(args=[left, right, *_]) if _name(test.func) in CALLS:
            if not any(isinstance(one, ast.Starred) for one in test.args):
                yield Pair(left, right, None, **_tolerances(test))
        case ast.Call(func=ast.Attribute(attr="all") | ast.Name(id="bool"), args=[inner]):
            yield from pairs(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="all" | "item"), args=[]):
            yield from pairs(inner)
        case _:
            pass  # nothing is compared that could be shown


def _of_compare(left: ast.expr, right: ast.expr, holds: Callable[[Any, Any], Any]) -> Pair:
    """Look through `a.shape == b.shape` and `(a - b).abs().max() < tol` to a and b."""
    match left, right:
        case ast.Attribute(value=a, attr=one), ast.Attribute(value=b, attr=other) if (
            one == other and one in PROPERTIES
        ):
            return Pair(a, b, lambda x, y: getattr(x, one, x) == getattr(y, one, y))
        case _, ast.Constant(value=float(most)) if holds in (operator.lt, operator.le):
            inner = _unwrapped(left)
            if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Sub):
                return Pair(inner.left, inner.right, None, 0.0, most)
        case _:
            pass
    return Pair(left, right, holds)


def _unwrapped(node: ast.expr) -> ast.expr:
    """Take calls such as abs(…), ….max() and ….item() off."""
    while isinstance(node, ast.Call) and _name(node.func) in WRAPPERS:
        outer = node.func.value if isinstance(node.func, ast.Attribute) else None
        named = isinstance(outer, ast.Name) and bool(node.args)  # torch.abs(x), not x.abs()
        if outer is not None and not named:
            node = outer
        elif node.args:
            node = node.args[0]
        else:
            break
    return node


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _tolerances(call: ast.Call) -> dict[str, float]:
    """Read what the call says about tolerances; exact where it allows none."""
    if _name(call.func) in ("array_equal", "equal"):
        return {"rtol": 0.0, "atol": 0.0}
    aliases = {"abs_tol": "atol", "rel_tol": "rtol"}
    given = {aliases.get(word.arg or "", word.arg): word.value for word in call.keywords}
    return {
        name: float(value.value)
        for name in ("rtol", "atol")
        if isinstance(value := given.get(name), ast.Constant)
        and isinstance(value.value, int | float)
    }


def _kept_name(node: ast.expr) -> str:
    return f"{KEPT}{node.lineno}_{node.col_offset}"


class KeepOperands(ast.NodeTransformer):
    """Let every assert of a cell keep what it compares.

    Functions with a decorator stay as they are, for what compiles them may mind a new variable;
    and a class does not get new attributes.
    """

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        """Name the operands of one assert."""
        found = [one for pair in pairs(node.test) for one in (pair.left, pair.right)]
        operands = {id(one) for one in found if not isinstance(one, ast.Constant)}
        node.test = _Name(operands).visit(node.test)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Go on to the methods of a class."""
        for statement in node.body:
            if not isinstance(statement, ast.Assert):
                self.visit(statement)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Go on into a function."""
        return self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Go on into a function."""
        return self._visit_function(node)

    def _visit_function(self, node: Body) -> Body:
        if not node.decorator_list:
            self.generic_visit(node)
        return node


class _Name(ast.NodeTransformer):
    """Give names to the chosen expressions."""

    def __init__(self, chosen: set[int]) -> None:
        self.chosen = chosen

    def visit(self, node: ast.AST) -> Any:
        if id(node) in self.chosen and isinstance(node, ast.expr):
            target = ast.copy_location(ast.Name(_kept_name(node), ast.Store()), node)
            return ast.copy_location(ast.NamedExpr(target, node), node)
        return self.generic_visit(node)


def failed_comparison(error: BaseException) -> Comparison | None:
    """Return what the assert that raised `error` compared; None where nothing was kept."""
    place = _last(error.__traceback__)
    found = _assert_at(place) if place else None
    if place is None or found is None:
        return None
    names = {**place.tb_frame.f_globals, **place.tb_frame.f_locals}
    return next((one for pair in pairs(found.test) if (one := _failed(pair, names))), None)


def _last(place: TracebackType | None) -> TracebackType | None:
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return place


def _assert_at(place: TracebackType) -> ast.Assert | None:
    """Return the assert that stands where the traceback ends; its text is as it ran."""
    lines = linecache.getlines(place.tb_frame.f_code.co_filename, place.tb_frame.f_globals)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        ends = getattr(node, "end_lineno", 0) or 0
        if isinstance(node, ast.Assert) and node.lineno <= place.tb_lineno <= ends:
            return node
    return None


def _failed(pair: Pair, names: dict[str, Any]) -> Comparison | None:
    """Return the pair with its values, if they were kept and it is to blame."""
    left, right = (_value(side, names) for side in (pair.left, pair.right))
    if left is MISSING or right is MISSING:
        return None
    if pair.holds is None:
        holds = not differ(left, right, pair.rtol, pair.atol)
    else:
        holds = _holds(pair.holds, left, right)
    codes = ast.unparse(pair.left), ast.unparse(pair.right)
    return None if holds else Comparison(*codes, left, right, pair.rtol, pair.atol)


def _value(side: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(side, ast.Constant):
        return side.value
    return names.get(_kept_name(side), MISSING)


def _holds(holds: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    """Compare again what was kept; many values hold when all do."""
    try:
        result = holds(left, right)
        return bool(result.all() if hasattr(result, "all") else result)
    except Exception:  # a student's own __eq__ may do anything
        return False


def forget(names: dict[str, Any]) -> None:
    """Delete what asserts outside of functions have kept among the names of the notebook."""
    for name in [name for name in names if name.startswith(KEPT)]:
        del names[name]
