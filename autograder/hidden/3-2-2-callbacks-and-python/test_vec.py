"""Hidden tests of `Vec`: its operators from both sides, and its manners."""

import math

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def worked_out(student, expression, us):
    """Evaluate an expression of u, v, w; a Vec comes back as a list behind its class's name."""
    names = dict(zip("uvw", [student.Vec(*xs) for xs in us]))
    names |= {
        "abs": abs,
        "sum": sum,
        "len": len,
        "list": list,
        "repr": repr,
        "set": set,
        "hash": hash,
    }
    names |= {"Vec": student.Vec}
    try:
        result = eval(expression, names)
    except Exception as error:
        return type(error).__name__
    if isinstance(result, student.Vec):
        return ["Vec", *result]
    return result


U, V, W = (3.0, -4.0, 2.0), (1.0, 5.0, -7.0), (0.5, 0.25, 2.0)


def gives(student, expression, expected, us=(U, V, W)):
    """The expression gives these numbers, as a Vec."""
    got = student.run(worked_out, expression, [list(u) for u in us])
    assert isinstance(got, list) and got[0] == "Vec"
    assert_close(got[1:], list(expected), rtol=1e-9, atol=1e-12)


def is_plain(student, expression, expected, us=(U, V, W)):
    """The expression gives exactly this, and it is no Vec."""
    got = student.run(worked_out, expression, [list(u) for u in us])
    assert got == expected


@exercise("vec", points=0.5)
@diagnose("len, places and a loop: __len__, and __getitem__ or __iter__")
def test_is_a_row_of_numbers(student):
    "Has a length, places, and can be looped over."
    is_plain(student, "len(u)", 3)
    is_plain(student, "[u[0], u[2], u[-1]]", [3.0, 2.0, 2.0])
    is_plain(student, "list(v)", list(V))
    is_plain(student, "[len(v), list(v)]", [1, [5]], us=(U, (5,)))
    is_plain(student, "u[3]", "IndexError")


@exercise("vec", points=0.25)
@diagnose("repr(v) is what one would type: Vec(3.0, 4.0)")
def test_shows_what_one_would_type(student):
    "repr is what one would type."
    is_plain(student, "repr(u)", "Vec(3.0, -4.0, 2.0)")
    is_plain(student, "repr(Vec(1))", "Vec(1)")
    is_plain(student, "repr(Vec(1, 0.5))", "Vec(1, 0.5)")


@exercise("vec", points=0.25)
@diagnose("equal numbers in equal places, and as many")
def test_equal(student):
    "Equal means equal numbers in equal places, and as many."
    is_plain(student, "[u == Vec(3.0, -4.0, 2.0), u == v, u != v]", [True, False, True])
    is_plain(student, "Vec(1, 2) == Vec(1, 2, 3) or Vec(1, 2) == Vec(2, 1)", False)
    is_plain(student, "Vec(1, 2, 3) == Vec(1, 2) or Vec(1) == Vec()", False)
    is_plain(student, "[u == (3.0, -4.0, 2.0), u == 3, u != None]", [False, False, True])


@exercise("vec", points=0.25)
@diagnose("define __hash__ from the numbers: a class with __eq__ has lost it")
def test_hash(student):
    "Equal ones have equal hashes."
    is_plain(student, "hash(u) == hash(Vec(3.0, -4.0, 2.0))", True)
    is_plain(student, "len({u, v, Vec(*u), Vec(1, 5.0, -7)})", 2)
    is_plain(student, "{u: 5}[Vec(3, -4, 2)]", 5)


@exercise("vec", points=0.5)
@diagnose("add and subtract in pairs; minus is a Vec too")
def test_plus_and_minus(student):
    "u + v, u - v and -u."
    gives(student, "u + v", [a + b for a, b in zip(U, V, strict=True)])
    gives(student, "u - v", [a - b for a, b in zip(U, V, strict=True)])
    gives(student, "-u", [-a for a in U])
    gives(student, "u - v - w + u", [2 * a - b - c for a, b, c in zip(U, V, W, strict=True)])


@exercise("vec", points=0.5)
@diagnose("a number from the right is __mul__ and __truediv__, from the left __rmul__")
def test_times_a_number(student):
    "u * k, k * u and u / k."
    gives(student, "u * 2.5", [2.5 * a for a in U])
    gives(student, "0.1 * u", [0.1 * a for a in U])
    gives(student, "3 * u", [3 * a for a in U])
    gives(student, "u / 4", [a / 4 for a in U])
    gives(student, "0 * u", [0, 0, 0])


@exercise("vec", points=0.25)
@diagnose("u @ v: multiply in pairs and add up, a number")
def test_product(student):
    "u @ v."
    for expression, a, b in (("u @ v", U, V), ("v @ w", V, W), ("u @ u", U, U)):
        expected = sum(x * y for x, y in zip(a, b, strict=True))
        got = student.run(worked_out, expression, [list(U), list(V), list(W)])
        assert_close(got, expected, rtol=1e-9, atol=1e-12)


@exercise("vec", points=0.25)
@diagnose("the length is the root of u @ u")
def test_length_by_pythagoras(student):
    "abs(u) is the length by Pythagoras."
    for expression, a in (("abs(u)", U), ("abs(v)", V), ("abs(w)", W)):
        got = student.run(worked_out, expression, [list(U), list(V), list(W)])
        assert_close(got, math.hypot(*a), rtol=1e-9, atol=1e-12)


@exercise("vec", points=0.25)
@diagnose("sum begins with 0 + u: __radd__ gives u for zero, NotImplemented for the rest")
def test_sum(student):
    "sum works; no other number can be added from the left."
    gives(student, "sum([u, v, w])", [a + b + c for a, b, c in zip(U, V, W, strict=True)])
    gives(student, "sum([u])", U)
    for expression in ("1 + u", "'' + u", "None + u"):
        is_plain(student, expression, "TypeError")


@exercise("vec", points=0.25)
@diagnose("zip cuts silently at the shorter one: strict=True, or compare the lengths")
def test_different_lengths(student):
    "Different lengths are a ValueError for +, - and @."
    for op in "+-@":
        is_plain(student, f"Vec(1.0, 2.0) {op} Vec(1.0)", "ValueError")
        is_plain(student, f"Vec(1.0) {op} Vec(1.0, 2.0)", "ValueError")


@exercise("vec", points=0.25)
@diagnose("what Vec cannot do is a TypeError of Python's: return NotImplemented")
def test_what_it_cannot_do(student):
    "What it cannot do ends in a TypeError."
    for expression in (
        "u + 1",
        "u - 1",
        "u + 0",
        "u * v",
        "u / v",
        "u @ 2",
        "u * 'x'",
        "1 / u",
        "u + [1, 2, 3]",
    ):
        is_plain(student, expression, "TypeError")


@probe
def guest(student, op):
    """A guest that understands all operators, on the right of a Vec."""
    import operator

    class Guest:
        def answer(self, other):
            return "my turn"

        __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rmatmul__ = __eq__ = answer

    try:
        return getattr(operator, op)(student.Vec(1.0, 2.0), Guest())
    except Exception as error:
        return type(error).__name__


@exercise("vec", points=0.25)
@diagnose("return NotImplemented for what you do not know, before anything can fail")
def test_the_other_side_gets_its_turn(student):
    "Whatever stands on the other side gets its turn."
    for op in ("add", "sub", "mul", "truediv", "matmul", "eq"):
        assert student.run(guest, op) == "my turn"


@probe
def untouched(student, us):
    """Work with u and v, also by += and *=; what both are afterwards."""
    u, v = [student.Vec(*xs) for xs in us]
    kept = u
    u + v, u - v, -u, 2 * u, u / 2, u @ v, abs(u), sum([u, v])
    u += v
    u *= 3
    return list(kept), list(v), list(u)


@exercise("vec", points=0.25)
@diagnose("make a new Vec: nothing ever changes one that is there")
def test_changes_nothing(student):
    "No operation changes a Vec that is there."
    kept, v, u = student.run(untouched, [list(U), list(V)])
    assert_close([kept, v], [list(U), list(V)])
    assert_close(u, [3 * (a + b) for a, b in zip(U, V, strict=True)])
