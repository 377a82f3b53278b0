"""The mistakes that `mutations` makes: each operator is given a node and yields what to call a
change, and the node in its place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

__all__ = ["OPERATORS", "Function", "replaced"]

Function = ast.FunctionDef | ast.AsyncFunctionDef | None
Change = tuple[str, ast.AST]

SIGNS: Final[dict[type[ast.AST], str]] = {
    ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "divided-by",
    ast.FloorDiv: "floor-divided-by", ast.Mod: "modulo", ast.Pow: "power", ast.MatMult: "matmul",
    ast.Lt: "less", ast.LtE: "less-or-equal", ast.Gt: "greater", ast.GtE: "greater-or-equal",
    ast.Eq: "equal", ast.NotEq: "not-equal", ast.In: "in", ast.NotIn: "not-in",
    ast.Is: "is", ast.IsNot: "is-not",
}  # fmt: skip
OTHER_OPERATOR: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
}  # fmt: skip
OTHER_COMPARISON: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPPOSITES: Final = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
OTHER_NAME: Final = {
    "amax": "amin", "amin": "amax", "argmax": "argmin", "argmin": "argmax", "ceil": "floor",
    "floor": "ceil", "max": "min", "min": "max", "any": "all", "all": "any", "mean": "sum",
    "sum": "mean", "std": "var", "var": "std", "prod": "sum", "cumsum": "cumprod",
    "zeros": "ones", "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like",
}  # fmt: skip
BUILTIN_PAIRS: Final = {"max", "min", "any", "all"}
SYMMETRIC: Final = {"max", "min", "dot", "maximum", "minimum", "allclose", "isclose", "equal"}
COPIES: Final = {"clone", "copy", "deepcopy", "detach", "contiguous"}
AXES: Final = {"dim", "axis", "dim0", "dim1", "dim2"}
TURNS: Final = {"T", "mT", "H", "mH"}


def replaced(tree: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """Return a copy of `tree` with `new` in the place of `old`."""
    if tree is old:
        return new
    copied = type(tree)()
    for field, value in ast.iter_fields(tree):
        if isinstance(value, ast.AST):
            value = replaced(value, old, new)
        elif isinstance(value, list):
            value = [replaced(v, old, new) if isinstance(v, ast.AST) else v for v in value]
        setattr(copied, field, value)
    return ast.copy_location(copied, tree)


def wrong_axis(node: ast.AST, function: Function) -> Iterator[Change]:
    """`dim=0` becomes `dim=1`; an index pair is turned round; `.T` is forgotten."""
    match node:
        case ast.Call(keywords=keywords):
            for word in keywords:
                value = whole_number(word.value)
                if word.arg in AXES and value is not None:
                    other = {0: 1, 1: 0, -1: -2, -2: -1}.get(value, value - 1)
                    yield (
                        f"{word.arg}-{value}-to-{other}",
                        replaced(node, word.value, number(other)),
                    )
        case ast.Subscript(slice=ast.Tuple(elts=[first, second, *rest]) as index):
            turned = ast.Tuple([second, first, *rest], ast.Load())
            yield "index-turned", replaced(node, index, turned)
        case ast.Attribute(value=value, attr=attr) if attr in TURNS:
            yield f"{attr}-dropped", value
        case _:
            pass


def wrong_letters(node: ast.AST, function: Function) -> Iterator[Change]:
    """Two letters of an einsum equation's result change places, or the last one is summed."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="einsum") | ast.Name(id="einsum"),
            args=[ast.Constant(value=str(equation)) as old, *_],
        ) if "->" in equation:
            left, _, right = equation.partition("->")
            if len(right.strip()) > 1:
                turned = right.strip()[1::-1] + right.strip()[2:]
                yield "letters-turned", replaced(node, old, ast.Constant(f"{left}->{turned}"))
            if right.strip():
                fewer = ast.Constant(f"{left}->{right.strip()[:-1]}")
                yield "letter-dropped", replaced(node, old, fewer)
        case _:
            pass


def other_operator(node: ast.AST, function: Function) -> Iterator[Change]:
    """`+` becomes `-`, `<` becomes `<=`, `and` becomes `or`, and a sign or `not` is dropped."""
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OTHER_OPERATOR:
            other = OTHER_OPERATOR[type(op)]
            yield f"{SIGNS[type(op)]}-to-{SIGNS[other]}", ast.BinOp(left, other(), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in OTHER_OPERATOR:
            other = OTHER_OPERATOR[type(op)]
            yield f"{SIGNS[type(op)]}-to-{SIGNS[other]}", ast.AugAssign(target, other(), value)
        case ast.Compare(left=left, ops=[op, *more], comparators=right):
            other_op = OTHER_COMPARISON[type(op)]
            changed = ast.Compare(left, [other_op(), *more], right)
            yield f"{SIGNS[type(op)]}-to-{SIGNS[other_op]}", changed
        case ast.BoolOp(op=ast.And(), values=values):
            yield "and-to-or", ast.BoolOp(ast.Or(), values)
        case ast.BoolOp(values=values):
            yield "or-to-and", ast.BoolOp(ast.And(), values)
        case ast.UnaryOp(op=ast.USub(), operand=value) if not isinstance(value, ast.Constant):
            yield "sign-dropped", value
        case ast.UnaryOp(op=ast.Not(), operand=value):
            yield "not-dropped", value
        case _:
            pass


def dropped_term(node: ast.AST, function: Function) -> Iterator[Change]:
    """One side of a sum, product or condition is forgotten; `+=` becomes `=`."""
    match node:
        case ast.BinOp(left=left, right=right):
            yield "right-dropped", left
            yield "left-dropped", right
        case ast.AugAssign(target=target, value=value):
            yield "accumulation-dropped", ast.Assign([target], value)
        case ast.BoolOp(op=op, values=values):
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                kept = rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
                yield f"condition-{place + 1}-dropped", kept
        case _:
            pass


def swapped(node: ast.AST, function: Function) -> Iterator[Change]:
    """The first two arguments, the sides of `-`, `/`, `@` and `**`, or a returned pair swap."""
    match node:
        case ast.Call(func=func, args=[first, second, *rest], keywords=keywords) if _ordered(node):
            yield "arguments-swapped", ast.Call(func, [second, first, *rest], keywords)
        case ast.BinOp(
            left=left, op=ast.Sub() | ast.Div() | ast.MatMult() | ast.Pow() as op, right=right
        ):
            yield "sides-swapped", ast.BinOp(right, op, left)
        case ast.Return(value=ast.Tuple(elts=[first, second, *rest])):
            yield "pair-swapped", ast.Return(ast.Tuple([second, first, *rest], ast.Load()))
        case _:
            pass


def _ordered(call: ast.Call) -> bool:
    """Return whether the order of a call's first two arguments can matter to a beginner."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else None
    name = call.func.id if isinstance(call.func, ast.Name) else name
    odd = (ast.Starred, ast.JoinedStr)
    texts = any(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in call.args[:1])
    return not (texts or name in SYMMETRIC or any(isinstance(a, odd) for a in call.args[:2]))


def off_by_one(node: ast.AST, function: Function) -> Iterator[Change]:
    """A number is one more or less, a truth is turned, a range ends early, late or starts at 1."""
    match node:
        case ast.Constant(value=bool(value)):
            yield f"{value}-to-{not value}".lower(), ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield f"{value}-to-{value + 1}", number(value + 1)
            yield f"{value}-to-{value - 1}", number(value - 1)
        case ast.Constant(value=float(value)):
            yield f"{value:g}-to-{value + 1:g}", ast.Constant(value + 1)
        case ast.Call(func=ast.Name(id="range") as func, args=[*lower, upper]) if len(lower) < 2:
            start = lower[0] if lower else number(0)
            for word, sign in (("early", ast.Sub()), ("late", ast.Add())):
                end = ast.BinOp(upper, sign, number(1))
                yield f"range-ends-{word}", ast.Call(func, [*lower, end], [])
            if not isinstance(start, ast.Constant) or start.value == 0:
                later = ast.BinOp(start, ast.Add(), number(1)) if lower else number(1)
                yield "range-starts-late", ast.Call(func, [later, upper], [])
        case _:
            pass


def other_name(node: ast.AST, function: Function) -> Iterator[Change]:
    """`sum` becomes `mean`, `max` becomes `min`, `zeros` becomes `ones`."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=attr) as func) if attr in OTHER_NAME:
            other = ast.Attribute(value, OTHER_NAME[attr], ast.Load())
            yield f"{attr}-to-{other.attr}", replaced(node, func, other)
        case ast.Call(func=ast.Name(id=name) as func) if name in BUILTIN_PAIRS:
            other_func = ast.Name(OTHER_NAME[name], ast.Load())
            yield f"{name}-to-{other_func.id}", replaced(node, func, other_func)
        case _:
            pass


def forgotten_copy(node: ast.AST, function: Function) -> Iterator[Change]:
    """`.clone()`, `.detach()`, `no_grad` are forgotten; `x = x + y` works in place."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=[]) if attr in COPIES:
            yield f"{attr}-dropped", value
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[value]) if (
            name in COPIES
        ):
            yield f"{name}-dropped", value
        case ast.With(
            items=[
                ast.withitem(ast.Call(ast.Attribute(attr="no_grad" | "inference_mode" as name)))
            ],
            body=body,
        ):
            yield f"{name}-dropped", ast.If(ast.Constant(True), body, [])
        case ast.Assign(
            targets=[ast.Name(id=name) as target],
            value=ast.BinOp(left=ast.Name(id=left), op=op, right=right),
        ) if name == left:
            yield "in-place", ast.AugAssign(target, op, right)
        case _:
            pass


def forgotten_keyword(node: ast.AST, function: Function) -> Iterator[Change]:
    """`dtype=…`, `keepdim=…` or another named argument is left out, where a test could tell."""
    if isinstance(node, ast.Call):
        for word in node.keywords:
            if word.arg and word.arg not in {"strict", "device"}:
                rest = [other for other in node.keywords if other is not word]
                yield f"{word.arg}-dropped", ast.Call(node.func, node.args, rest)


def negated(node: ast.AST, function: Function) -> Iterator[Change]:
    """A condition is turned round, where no swapped comparison does that already."""
    if not isinstance(node, ast.If | ast.While | ast.IfExp):
        return
    match node.test:
        case ast.Compare(ops=[op]) if isinstance(op, OPPOSITES):
            return
        case ast.UnaryOp(op=ast.Not()):
            return
        case test:
            yield "condition-negated", replaced(node, test, ast.UnaryOp(ast.Not(), test))


def deleted(node: ast.AST, function: Function) -> Iterator[Change]:
    """A statement is missing: a guard, an update, a call, a second assignment."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.Raise() | ast.AugAssign() | ast.If(orelse=[]):
            pass
        case ast.Break() | ast.Continue():
            pass
        case ast.Assign(targets=[ast.Name(id=name)]) if _bound(function).count(name) < 2:
            return  # nothing but a NameError would come of it
        case ast.Assign(targets=[ast.Name() | ast.Attribute() | ast.Subscript()]):
            pass
        case _:
            return
    yield f"{type(node).__name__.lower()}-deleted", ast.Pass()


def wrong_variable(node: ast.AST, function: Function) -> Iterator[Change]:
    """Another variable of the function is returned: the last two that were bound."""
    match node:
        case ast.Return(value=ast.Name(id=name)):
            others = [other for other in dict.fromkeys(_bound(function)) if other != name]
            for other in others[-2:]:
                yield f"returns-{other}", ast.Return(ast.Name(other, ast.Load()))
        case _:
            pass


def _bound(function: Function) -> list[str]:
    """Return the names of a function's arguments and assignments, once for each time."""
    if function is None:
        return []
    names = [argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)]
    for statement in function.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.append(node.id)
    return names


def whole_number(node: ast.AST) -> int | None:
    """Return the value of an int that is written out, -1 included; None for anything else."""
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
        case _:
            return None


def number(value: int) -> ast.expr:
    """Return the syntax of a whole number."""
    positive = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), positive) if value < 0 else positive


OPERATORS: Final[tuple[Callable[[ast.AST, Function], Iterator[Change]], ...]] = (
    wrong_axis, wrong_letters, other_operator, dropped_term, swapped, off_by_one, other_name,
    forgotten_copy, forgotten_keyword, negated, deleted, wrong_variable,
)  # fmt: skip
