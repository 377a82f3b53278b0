"""Mutations made by machine: which there are, how they are called, and how many."""

import ast

import pytest

from autograder.authoring.mutations import mutations
from autograder.errors import LessonError


def made(body, **options):
    """Return the mutations of a function with the given body, name → what its line became."""
    source = "def f(x, y):\n" + "\n".join(f"    {line}" for line in body.splitlines())
    found = mutations("ex", source, **options)
    return {m.name: " ".join(m.diff.rpartition("\n+")[2].split()) for m in found}


CASES = {
    "return x + y": {"plus-to-minus": "return x - y", "left-dropped": "return y"},
    "return x - y": {"minus-to-plus": "return x + y", "sides-swapped": "return y - x"},
    "return x @ y": {"matmul-to-times": "return x * y", "sides-swapped": "return y @ x"},
    "x += y": {"accumulation-dropped": "x = y", "augassign-deleted": "pass"},
    "return x < y": {"less-to-less-or-equal": "return x <= y"},
    "return x == 0": {"equal-to-not-equal": "return x != 0", "0-to-1": "return x == 1"},
    "return x and y": {"and-to-or": "return x or y", "condition-1-dropped": "return y"},
    "return not x": {"not-dropped": "return x"},
    "return -x": {"sign-dropped": "return x"},
    "for i in range(x): g(i)": {
        "range-ends-early": "for i in range(x - 1):",
        "range-starts-late": "for i in range(1, x):",
    },
    "return x[1:]": {"1-to-2": "return x[2:]", "1-to-0": "return x[0:]"},
    "return x.sum(dim=0)": {
        "dim-0-to-1": "return x.sum(dim=1)",
        "sum-to-mean": "return x.mean(dim=0)",
        "dim-dropped": "return x.sum()",
    },
    "return x.max(-1, keepdim=True)": {
        "max-to-min": "return x.min(-1, keepdim=True)",
        "true-to-false": "return x.max(-1, keepdim=False)",
        "keepdim-dropped": "return x.max(-1)",
    },
    "return x[i, j]": {"index-turned": "return x[j, i]"},
    "return x.T": {"T-dropped": "return x"},
    "return x.detach()": {"detach-dropped": "return x"},
    "return x.clone()": {"clone-dropped": "return x"},
    "return copy(x)": {"copy-dropped": "return x"},
    "with torch.no_grad():\n    return x": {"no_grad-dropped": "if True:"},
    "x = x + y\nreturn x": {"in-place": "x += y", "assign-deleted": "pass"},
    "return g(x, y)": {"arguments-swapped": "return g(y, x)"},
    "return torch.einsum('ik,kj->ij', x, y)": {
        "letters-turned": "return torch.einsum('ik,kj->ji', x, y)",
        "letter-dropped": "return torch.einsum('ik,kj->i', x, y)",
    },
    "if x > y:\n    raise ValueError('no 1')": {
        "if-deleted": "pass",
        "raise-deleted": "pass",
        "condition-negated": "if not x > y:",
    },
    "z = x\nreturn z": {"returns-y": "return y"},
    "return x, y": {"pair-swapped": "return (y, x)"},
}


@pytest.mark.parametrize("body", CASES, ids=lambda body: body.splitlines()[0])
def test_each_mistake_is_made_and_named(body):
    found = {name.split("-", 1)[1]: text for name, text in made(body).items()}
    for name, text in CASES[body].items():
        assert found[name] == text


@pytest.mark.parametrize(
    "body",
    [
        "'''Sum 1 + 2.'''",
        "raise ValueError('x + 1', 2)",
        "assert x, 1 + 2",
        "z: Tensor[1] = x",
        "return f'{x + 1}'",
        "return zip(x, strict=True)",
        "return max(x, y)[()]",
        "ax.set(xlim=x + 1)",
        "fig, axs = plt.subplots(1, x + 1, figsize=(1, 2))",
        "axs[1].plot(x, y)",
        "return torch.zeros(x, device=y)",
    ],
)
def test_what_no_test_looks_at_is_left_alone(body):
    names = " ".join(made(body))
    words = ("1-to", "plus", "true", "strict", "swapped", "device", "expr", "dropped")
    assert not any(word in names for word in words)


def test_names_are_unique_and_tell_the_line():
    found = made("x = x + 1\nreturn x * 2 + y * 2")
    assert len(found) == len(set(found))
    assert {name.split("-")[0] for name in found} == {"L2", "L3"}
    assert "L3-2-to-3-2" in found


def test_only_the_solution_is_changed():
    solution = "    ### BEGIN SOLUTION\n    return x + y\n    ### END SOLUTION"
    source = f"\n\nK = 1\ndef f(x, y=2):\n{solution}"
    found = mutations("ex", source)
    assert found
    assert all("K = 1" in m.source and "y=2" in m.source for m in found)


def test_each_mutation_parses_differs_and_comes_once():
    source = "def f(x):\n    for i in range(3):\n        x = x + i * 2 - x[0, i]\n    return x"
    found = mutations("ex", source)
    texts = [ast.unparse(ast.parse(m.source)) for m in found]
    assert len(set(texts)) == len(texts)
    assert ast.unparse(ast.parse(source)) not in texts


LONG = "\n".join(f"z{n} = x * {n} + y[{n}, x] - {n}" for n in range(2, 14))


def test_the_number_is_bounded_and_every_line_keeps_its_share():
    every, some = made(LONG, most=10**6), made(LONG, most=40)
    assert len(every) > 100
    assert len(some) == 40
    assert len({name.split("-")[0] for name in some}) == 12
    assert [name for name in every if name in some] == list(some)


def test_the_choice_is_the_same_in_every_run_and_for_lines_that_were_not_edited():
    assert made(LONG) == made(LONG)
    edited = made(LONG.replace("z9 = x", "z9 = y"))
    kept = {name for name in made(LONG) if not name.startswith("L9-")}
    assert kept <= edited.keys()


def test_any_edit_of_the_reference_but_a_comment_changes_the_keys():
    def key(source):
        return next(m.key for m in mutations("ex", source) if m.name == "L3-plus-to-minus")

    first = key("def f(x):\n    y = 2\n    return x + y")
    assert key("def f(x):\n    y = 3\n    return x + y") != first
    assert key("def f(x):\n    y = 2\n    return x + y\n    # done") == first


def test_an_answer_cell_that_does_not_parse_is_refused_by_line():
    with pytest.raises(LessonError, match="'ex', line 2 of its answer cell"):
        mutations("ex", "x = 1\ndef f(:")


def test_magics_are_no_syntax_errors():
    assert mutations("ex", "%matplotlib inline\ndef f(x):\n    return x + 1")
