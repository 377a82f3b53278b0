"""What a hidden test imports. Tests run in the grader; student code runs far away from here.

@exercise("logsumexp", points=2)
@diagnose("overflows: subtract the maximum first")
def test_survives_large_inputs(student):
    "Works for inputs near ±1e4."
    x = torch.tensor([[1e4, 1e4 - 1.0, -1e4]])
    assert_close(student.logsumexp(x, dim=-1), torch.logsumexp(x, dim=-1))
"""

from __future__ import annotations

import ast
import inspect
import reprlib
import textwrap
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import torch

from autograder.engine.budget import Budget
from autograder.engine.rules import Rule
from autograder.engine.wire import Probe

__all__ = [
    "Marks",
    "Mismatch",
    "StudentError",
    "assert_close",
    "budget",
    "diagnose",
    "exercise",
    "in_place",
    "probe",
    "raises",
    "rule",
    "shared",
    "unchanged",
]

Test = TypeVar("Test", bound=Callable[..., Any])
MARKS: Final = "__workbook__"
SHARED: ContextVar[tuple[object, ...]] = ContextVar("shared", default=())


@dataclass
class Marks:
    """What the decorators wrote on a test function."""

    exercise: str = ""
    points: float = 0.0
    diagnosis: str = ""
    rules: tuple[Rule, ...] = ()
    budgets: tuple[Budget, ...] = ()


class StudentError(Exception):
    """Student code raised. `type` is the class's name, `mro` the names of its bases too."""

    def __init__(self, type: str, mro: tuple[str, ...] = (), text: str = "") -> None:
        super().__init__(f"student code raised {type}")
        self.type = type
        self.mro = mro or (type,)
        self.text = text


class Mismatch(AssertionError):
    """A result is not what it should be. `what` is shown to the student: never a value."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(f"{what}: {detail}" if detail else what)
        self.what = what


def marks_of(test: Callable[..., Any]) -> Marks:
    """Return the marks of a test function, new ones if it has none."""
    marks = getattr(test, MARKS, None)
    if not isinstance(marks, Marks):
        marks = Marks()
        setattr(test, MARKS, marks)
    return marks


def exercise(id: str, *, points: float) -> Callable[[Test], Test]:
    """Say which exercise a test belongs to and how many points a pass earns."""

    def mark(test: Test) -> Test:
        marks = marks_of(test)
        marks.exercise, marks.points = id, float(points)
        return test

    return mark


def diagnose(text: str) -> Callable[[Test], Test]:
    """Say what to tell a student whose answer fails this test."""

    def mark(test: Test) -> Test:
        marks_of(test).diagnosis = text
        return test

    return mark


def rule(
    *,
    forbid: list[str] | tuple[str, ...] = (),
    require: list[str] | tuple[str, ...] = (),
    max_loops: int | None = None,
    function: str | None = None,
) -> Callable[[Test], Test]:
    """Say how the answer must be written; see `autograder.engine.rules` for what is looked at."""

    def mark(test: Test) -> Test:
        found = Rule(tuple(forbid), tuple(require), max_loops, function)
        marks = marks_of(test)
        marks.rules = (*marks.rules, found)
        return test

    return mark


def budget(
    *,
    calls: int | None = None,
    flops: int | None = None,
    peak_bytes: int | None = None,
    slack: float = 1.0,
    way: str = "a good solution",
) -> Callable[[Test], Test]:
    """Say what a test's calls may cost together: `slack` times what `way` needs.

    `calls` are operations of torch, views aside: one product of two batches or one for each pair.
    `flops` is their arithmetic, 2 n k m for a matrix product and one for each element otherwise.
    `peak_bytes` is the most that tensors made in one call hold at the same time. All three are
    counted, never timed, and the same in every run; see `engine.budget` for what they include.

    The figures come from the process that runs the student's code, which could forge them: a budget
    teaches beside tests of values and is no wall. `way` completes the message: "uses 64 times the
    memory that the batched way needs".
    """

    def mark(test: Test) -> Test:
        marks = marks_of(test)
        marks.budgets = (*marks.budgets, Budget(calls, flops, peak_bytes, slack, way))
        return test

    return mark


def probe(function: Callable[..., Any]) -> Probe:
    """Turn a function into source that `student.run` sends and runs beside the student's code.

    It gets `student` (the notebook's names as attributes) and plain arguments, imports what it
    needs inside, and returns plain data. Student code can read it: no expected value in it.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError("a probe is a function made with def")
    definition.decorator_list.clear()
    definition.returns = None
    for argument in (*definition.args.args, *definition.args.kwonlyargs):
        argument.annotation = None
    return Probe(definition.name, ast.unparse(tree))


@contextmanager
def raises(*names: str) -> Generator[None]:
    """Expect student code to raise one of the named exceptions, or a subclass of one."""
    try:
        yield
    except StudentError as error:
        if not set(names) & set(error.mro):
            raise
        return
    raise Mismatch(f"no {' or '.join(names)} was raised where there should be one")


@contextmanager
def in_place(*values: object) -> Generator[None]:
    """Let calls within the block change the given arguments, as a kernel that fills `c` does.

    Any other argument stays in the test what it was, whatever student code does to its copy. So an
    expected value may be computed from the inputs after the call.
    """
    token = SHARED.set((*SHARED.get(), *values))
    try:
        yield
    finally:
        SHARED.reset(token)


def shared(value: object) -> bool:
    """Whether a change that student code makes to this argument is to be seen in the test."""
    return any(value is known for known in SHARED.get())


@contextmanager
def unchanged(*values: torch.Tensor | np.ndarray | list[Any]) -> Generator[None]:
    """Expect the given arguments to be the same after the block as before."""
    before = [_copied(value) for value in values]
    with in_place(*values):
        yield
    for old, new in zip(before, values, strict=True):
        try:
            assert_close(new, old, rtol=0, atol=0)
        except Mismatch:
            raise Mismatch("an input was changed") from None


def _copied(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    return value.copy()


def assert_close(
    actual: object,
    expected: object,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: bool = True,
    equal_nan: bool = True,
) -> None:
    """Compare a student's result with what it should be: kind, shape and dtype before values.

    Tensors, arrays, numbers, and lists or tuples of them. A number matches a 0-d tensor, a flat
    list a 1-d tensor; a list matches a tuple. `dtype=False` compares values only.

    Raises:
        Mismatch: its `what` names the kind of difference and no value.
    """
    sequence = (list, tuple)
    if isinstance(expected, sequence) and isinstance(actual, sequence):
        if len(actual) != len(expected):
            raise Mismatch("the result has the wrong length")
        for got, wanted in zip(actual, expected, strict=True):
            assert_close(got, wanted, rtol=rtol, atol=atol, dtype=dtype, equal_nan=equal_nan)
        return
    if not _numeric(expected):
        if actual != expected:
            raise Mismatch("the result is wrong", f"{brief(actual)} != {brief(expected)}")
        return
    got, wanted = _tensor(actual), _tensor(expected)
    if got is None or wanted is None:
        raise Mismatch("the result is of the wrong kind", type(actual).__name__)
    plain = not isinstance(actual, torch.Tensor | np.ndarray) or not isinstance(
        expected, torch.Tensor | np.ndarray
    )
    if got.shape != wanted.shape:
        raise Mismatch("the result has the wrong shape", f"{got.shape} != {wanted.shape}")
    if dtype and not plain and got.dtype != wanted.dtype:
        raise Mismatch("the result has the wrong dtype", f"{got.dtype} != {wanted.dtype}")
    _compare_values(got, wanted, rtol, atol, equal_nan)


def _compare_values(
    got: torch.Tensor, wanted: torch.Tensor, rtol: float | None, atol: float | None, nan: bool
) -> None:
    if rtol is None or atol is None:
        exact = not (wanted.is_floating_point() or wanted.is_complex())
        coarse = {torch.float16: (1e-3, 1e-3), torch.bfloat16: (1.6e-2, 1e-2)}
        narrow = min(got.dtype, wanted.dtype, key=lambda kind: kind.itemsize)
        default = (0.0, 0.0) if exact else coarse.get(narrow, (1.3e-6, 1e-5))
        if not exact and got.dtype == wanted.dtype == torch.float64:
            default = (1e-7, 1e-7)
        rtol = default[0] if rtol is None else rtol
        atol = default[1] if atol is None else atol
    common = torch.promote_types(got.dtype, wanted.dtype)
    if not torch.allclose(got.to(common), wanted.to(common), rtol, atol, equal_nan=nan):
        raise Mismatch("the result has wrong values", f"{brief(got)} != {brief(wanted)}")


def _numeric(value: object) -> bool:
    kinds = (torch.Tensor, np.ndarray, np.generic, int, float, complex)
    if isinstance(value, list | tuple):
        return bool(value) and all(_numeric(item) for item in value)
    return isinstance(value, kinds)


def _tensor(value: object) -> torch.Tensor | None:
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, bool | int | float | complex | np.generic | np.ndarray | list | tuple):
        try:
            array = np.asarray(value)
            return torch.from_numpy(array.copy()) if array.dtype != object else None
        except (ValueError, TypeError, RuntimeError):  # a list of tensors that need gradients
            return None
    return None


class Brief(reprlib.Repr):
    """Shows the start of a value: torch and numpy print all of ten dimensions of six, for hours."""

    def repr_Tensor(self, x: torch.Tensor | np.ndarray, level: int) -> str:
        """Show the kind, the shape and the first numbers."""
        return f"{type(x).__name__} {tuple(x.shape)} {x.dtype} {x.reshape(-1)[:6].tolist()}"

    repr_ndarray = repr_Tensor


def brief(value: object) -> str:
    """Return a value in a few words."""
    return Brief().repr(value)[:250]
