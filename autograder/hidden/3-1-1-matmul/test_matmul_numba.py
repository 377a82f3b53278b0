"""Hidden tests of `matmul_numba`: a compiled inner loop."""

import numpy as np

from autograder.testing import assert_close, diagnose, exercise, probe, raises, rule, unchanged

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod",
]  # fmt: skip
by_hand = rule(forbid=[*PRODUCTS, "dot", "vdot", "sum"])


def float32(n, k):
    """A random array of the dtype that the notebook's own check has compiled for."""
    return np.random.standard_normal((n, k)).astype(np.float32)


@exercise("matmul-numba", points=0.5)
@diagnose("each cell is dot_numba of a row of a and a column of b, and adds up all products")
@by_hand
def test_multiplies_arrays(student):
    "Multiplies arrays of any sizes and layouts, and leaves them as they are."
    for n, k, m in ((2, 3, 5), (1, 7, 2), (5, 1, 3), (2, 0, 3)):
        a, b = float32(n, k), float32(k, m)
        expected = a @ b
        with unchanged(a, b):
            result = student.matmul_numba(a, b)
        assert_close(result, expected, dtype=False)
    a, b = float32(3, 2).T, float32(3, 5)
    expected = a @ b
    assert_close(student.matmul_numba(a, b), expected, dtype=False)


@exercise("matmul-numba", points=0.5)
@diagnose("np.zeros makes float64 unless you say dtype=a.dtype")
@by_hand
def test_keeps_the_dtype(student):
    "Gives float32 back as float32 and float64 as float64."
    for dtype in (np.float32, np.float64):
        a, b = float32(3, 2).astype(dtype), float32(2, 5).astype(dtype)
        expected = a @ b
        result = student.matmul_numba(a, b)
        assert isinstance(result, np.ndarray)
        assert_close(result, expected)


@exercise("matmul-numba", points=0.5)
@diagnose("compiled code does not notice when it reads past the end: call check_inner(a, b) first")
def test_inner_sizes_must_fit(student):
    "Raises ValueError where the inner sizes differ, and only there."
    for left, right in (((2, 1), (3, 4)), ((2, 3), (2, 3)), ((3, 5), (2, 7))):
        with raises("ValueError"):
            student.matmul_numba(float32(*left), float32(*right))
    assert student.matmul_numba(float32(1, 1), float32(1, 1)).shape == (1, 1)


@probe
def compiled_functions(student, a, b):
    def names(code):
        inner = [part for part in code.co_consts if hasattr(part, "co_names")]
        return [*code.co_names, *(name for part in inner for name in names(part))]

    student.matmul_numba(a, b)
    found, queue, seen = [], ["matmul_numba"], set()
    while queue:
        name = queue.pop()
        function = getattr(student, name, None)
        code = getattr(getattr(function, "py_func", function), "__code__", None)
        if code is None or name in seen:
            continue
        seen.add(name)
        queue += names(code)
        if getattr(function, "nopython_signatures", None):
            found.append(name)
    return found


@exercise("matmul-numba", points=0.5)
@diagnose("nothing was compiled: keep @njit above dot_numba, and call dot_numba for each cell")
@by_hand
def test_inner_loop_is_compiled(student):
    "Runs its inner loop in code that numba compiled."
    assert student.run(compiled_functions, float32(2, 3), float32(3, 2))
