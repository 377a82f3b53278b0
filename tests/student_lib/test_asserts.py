"""An assert that fails in a notebook tells what it compared, without running anything again."""

import ast
import linecache
from typing import Any

import pytest
import torch

from student_lib.seat.asserts import KeepOperands, failed_comparison, forget
from student_lib.seat.differences import Comparison

PLAIN = "import math\nimport numpy as np\nimport torch\n"


def run(source: str, names: dict[str, Any] | None = None) -> AssertionError:
    """Run a cell as a notebook with a seat does, and return what its assert raised."""
    names = {} if names is None else names
    file = f"<cell {abs(hash(source))}>"
    text = PLAIN + source
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    tree = ast.fix_missing_locations(KeepOperands().visit(ast.parse(text)))
    with pytest.raises(AssertionError) as caught:
        exec(compile(tree, file, "exec"), names)
    return caught.value


def compared(source: str) -> Comparison:
    """Return what a failing cell compared."""
    found = failed_comparison(run(source))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("test", "left", "right"),
    [
        ("torch.allclose(x + 1, y)", "x + 1", "y"),
        ("torch.equal(x, x + 2)", "x", "x + 2"),
        ("np.allclose([1.0], [2.0])", "[1.0]", "[2.0]"),
        ("torch.isclose(x, y).all()", "x", "y"),
        ("(x == y).all()", "x", "y"),
        ("torch.all(x == y)", "x", "y"),
        ("bool((x == y).all())", "x", "y"),
        ("x.shape == torch.ones(3).shape", "x", "torch.ones(3)"),
        ("x.double().dtype == y.dtype", "x.double()", "y"),
        ("tuple(x.shape) == (5,)", "tuple(x.shape)", "(5,)"),
        ("(x - y).abs().max() < 1e-3", "x", "y"),
        ("torch.max(torch.abs(x - y)).item() < 1e-3", "x", "y"),
        ("abs(float(x[0]) - 16.4) < 1e-4", "float(x[0])", "16.4"),
        ("len(x) > 7", "len(x)", "7"),
        ("9 in x", "9", "x"),
        ("x is None", "x", "None"),
        ("x is not None and len(x) == 9", "len(x)", "9"),
        ("math.isclose(1.0, float(y[0]))", "1.0", "float(y[0])"),
    ],
    ids=str,
)
def test_both_sides_are_found(test: str, left: str, right: str) -> None:
    found = compared(f"x, y = torch.zeros(2), torch.ones(2) * 3\nassert {test}, 'no'")
    assert (found.left_code, found.right_code) == (left, right)


@pytest.mark.parametrize(
    "test", ["False", "x", "torch.equal(*pair)", "not torch.equal(x, x)", "1 < len(x) < 2"], ids=str
)
def test_what_compares_no_two_values_is_left_alone(test: str) -> None:
    source = f"x, pair = torch.tensor(()), (torch.ones(1), torch.ones(2))\nassert {test}, 'no'"
    error = run(source.replace("assert x", "assert len(x)"))
    assert (error.args, failed_comparison(error)) == (("no",), None)


def test_nothing_runs_a_second_time() -> None:
    source = "calls = []\nassert calls.append(1) == len(calls), 'no'"
    names: dict[str, Any] = {}
    found = failed_comparison(run(source, names))
    assert found is not None
    assert (found.left, found.right, names["calls"]) == (None, 1, [1])


def test_the_first_part_of_a_chain_that_fails_is_shown() -> None:
    source = "x = torch.ones(2)\nfor n in (1, 2):\n    assert len(x) > n and n == 1, 'no'"
    assert compared(source).left_code == "len(x)"
    source = "x = torch.ones(2)\nassert torch.equal(x, x) and torch.equal(x, x + 1), 'no'"
    assert compared(source).right_code == "x + 1"


def test_an_assert_inside_a_function_knows_the_functions_values() -> None:
    source = "def check(f):\n    got = f(2)\n    assert got == 5, 'no'\ncheck(lambda n: n * n)"
    assert compared(source).left == 4


@pytest.mark.parametrize(
    "source",
    [
        "def mark(f): return f\n@mark\ndef check(): assert [1] == [2], 'no'\ncheck()",
        "class Broken:\n    assert [1] == [2], 'no'",
    ],
    ids=["decorated", "body of a class"],
)
def test_code_that_others_read_gets_no_new_names(source: str) -> None:
    assert failed_comparison(run(source)) is None


def test_a_method_is_no_body_of_a_class() -> None:
    source = "class Checked:\n    def go(self):\n        assert [1] == [2], 'no'\nChecked().go()"
    assert compared(source).right == [2]


def test_names_kept_outside_of_functions_are_forgotten() -> None:
    names: dict[str, Any] = {}
    run("x = [1]\nassert x == [2], 'no'", names)
    assert any(name.startswith("_kept") for name in names)
    forget(names)
    assert not any(name.startswith("_kept") for name in names)
    assert names["x"] == [1]


def test_an_equality_that_raises_counts_as_failed() -> None:
    source = (
        "class Odd:\n    def __eq__(self, other):\n        if seen: raise KeyError(1)\n"
        "        seen.append(1)\n        return False\nseen = []\nassert Odd() == 2, 'no'"
    )
    assert compared(source).right == 2


def test_an_error_of_a_library_is_not_explained() -> None:
    source = "torch.testing.assert_close(torch.ones(2), torch.zeros(2))"
    assert failed_comparison(run(source)) is None


# what is said about it
def said(left: Any, right: Any, **tolerances: float) -> str:
    return Comparison("got", "wanted", left, right, **tolerances).sentence()


def test_the_first_and_the_largest_difference_are_told() -> None:
    right = torch.arange(6.0).reshape(2, 3)
    left = right.clone()
    left[0, 2], left[1, 1] = 2.5, 9.0
    assert said(left, right) == (
        "2 of 6 values differ, the first at [0, 2]: 2.5 and 2. "
        "The largest difference is 5, at [1, 1]."
    )


def test_what_the_assert_tolerates_is_no_difference() -> None:
    assert said(torch.tensor([1.0, 2.0]), torch.tensor([1.04, 2.5]), atol=0.05).startswith("1 of 2")


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (torch.ones(2, 3), torch.ones(3, 2), "The shapes differ."),
        (torch.ones(2), torch.ones(2).double(), "The dtypes differ."),
        (torch.tensor([float("nan")]), torch.tensor([1.0]), "1 of 1 values differ"),
        (torch.tensor([True, False]), torch.tensor([True, True]), "1 of 2 values differ"),
        ([1, [2, 3]], [1, [2, 4]], "The first difference is at [1]: [2, 3] and [2, 4]."),
        ([1], [1, 2], "The lengths differ: 1 and 2."),
        ([torch.ones(2)], [torch.zeros(2)], "The first difference is at [0]"),
        (3, 4, ""),
        (torch.ones(2) * 1j, torch.ones(2), ""),
        (torch.ones(2, device="meta"), torch.ones(2), ""),
    ],
    ids=str,
)
def test_the_kind_of_difference_is_told(left: Any, right: Any, words: str) -> None:
    assert said(left, right).startswith(words)
    assert bool(said(left, right)) is bool(words)


def test_shapes_and_dtypes_stand_side_by_side() -> None:
    text = repr(Comparison("f(x)", "y", torch.ones(2, 3), torch.ones(3, 2).double()))
    assert text.splitlines()[:3] == [
        "        f(x)                          y",
        "shape   (2, 3)                        (3, 2)",
        "dtype   float32                       float64",
    ]


def test_what_a_student_wrote_cannot_break_the_page() -> None:
    class Odd:
        def __repr__(self) -> str:
            raise KeyError("<b>")

    page = Comparison("f('<b>')", "x", Odd(), "<script>")._repr_html_()
    assert "Odd instance" in page
    assert "<b>" not in page
    assert "<script>" not in page


def drawn(left: torch.Tensor, right: torch.Tensor) -> str:
    return Comparison("got", "wanted", left, right)._repr_html_()


def test_a_small_difference_is_drawn_with_its_numbers_and_frames() -> None:
    right = torch.zeros(2, 3)
    left = right.clone()
    left[1, 1] = 7.25
    page = drawn(left, right)
    assert page.count("<figure") == 3
    assert page.count("solid #D55E00") == 3
    assert page.count(">7.25</td>") == 2


def test_of_a_batch_the_slice_with_the_first_difference_is_drawn() -> None:
    right = torch.rand(2, 3, 28, 28)
    left = right.clone()
    left[1, 2, 5, 5] += 1
    page = drawn(left, right)
    assert page.count("data:image/png;base64,") == 3
    assert "got[1, 2, …]" in page
    assert "28 by 28 values, 1 of them differ" in page


def test_of_a_large_slice_the_part_around_the_difference_is_drawn() -> None:
    right = torch.zeros(3000, 2000)
    left = right.clone()
    left[2990, 100] = 1
    assert "got[2936:3000, 68:132]" in drawn(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (torch.ones(4), torch.ones(5)),
        (torch.ones(4), torch.ones(4).double()),
        (torch.ones(1), torch.zeros(1)),
        (torch.ones(0, 3), torch.ones(0, 3)),
    ],
    ids=["shapes", "dtypes", "one value", "empty"],
)
def test_what_shows_nothing_is_not_drawn(left: torch.Tensor, right: torch.Tensor) -> None:
    assert "<figure" not in drawn(left, right)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -3.0], ids=str)
def test_values_without_a_colour_are_drawn_too(value: float) -> None:
    assert drawn(torch.tensor([1.0, value, 2.0, 3.0]), torch.zeros(4)).count("<figure") == 3
