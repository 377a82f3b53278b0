"""A tiny lesson of two exercises with everything that `workbook verify` looks at."""

import nbformat

from autograder.course import load_course

LESSON = "1-1-1-tiny"

CONFIG = """
from autograder.course import Course, Lesson, Limits

limits = Limits(memory_bytes=700 * 2**20)
course = Course(lessons=(Lesson("1-1-1-tiny", limits=limits),))
"""

SUM_UP = """
def sum_up(x):
    ### BEGIN SOLUTION
    return scale(x).sum(dim=0)
    ### END SOLUTION
"""

PRODUCTS = """
def products(a, b):
    ### BEGIN SOLUTION
    if a.shape[0] != b.shape[0]:
        raise ValueError("batches differ")
    return torch.bmm(a, b)
    ### END SOLUTION
"""

HIDDEN_SUM_UP = """
import torch

from autograder.testing import assert_close, diagnose, exercise


@exercise("sum-up", points=1)
@diagnose("add the rows up")
def test_adds_rows(student):
    "Adds up the rows."
    assert_close(student.sum_up(torch.tensor([[1.0, 2.0], [3.0, 5.0]])), torch.tensor([8.0, 14.0]))


@exercise("sum-up", points=1)
def test_keeps_the_dtype(student):
    "Keeps the dtype."
    assert_close(student.sum_up(torch.ones(2, 3).double()), torch.full((3,), 4.0).double())
"""

HIDDEN_PRODUCTS = """
import torch

from autograder.testing import assert_close, budget, exercise, raises


@exercise("products", points=1)
def test_multiplies(student):
    "Multiplies pair by pair."
    a, b = torch.randn(7, 2, 3), torch.randn(7, 3, 5)
    assert_close(student.products(a, b), a @ b)


@exercise("products", points=1)
def test_batches_must_fit(student):
    "Raises ValueError where there are not as many a as b."
    with raises("ValueError"):
        student.products(torch.ones(2, 2, 3), torch.ones(3, 3, 2))


@exercise("products", points=1)
@budget(calls=1, slack=2, way="the batched way")
def test_is_batched(student):
    "Multiplies all pairs at once."
    student.products(torch.ones(64, 2, 3), torch.ones(64, 3, 5))


@exercise("products", points=1)
@budget(flops=2 * 8 * 2 * 3 * 5, peak_bytes=8 * 2 * 5 * 4, slack=2, way="the direct way")
def test_is_direct(student):
    "Makes no larger tensor than the result."
    student.products(torch.ones(8, 2, 3), torch.ones(8, 3, 5))
"""

MUTANTS = {
    "sum-up": {
        "wrong_axis": (
            "You add up columns.\n\nRead again: axes.",
            "def sum_up(x):\n    return scale(x).sum(dim=1)",
        ),
        "takes_the_mean": ("You take the mean.", "def sum_up(x):\n    return scale(x).mean(dim=0)"),
        "always_float32": (
            "You change the dtype.\nRead again: dtypes.",
            "def sum_up(x):\n    return scale(x).sum(dim=0).float()",
        ),
        "forgets_to_scale": ("You do not scale.", "def sum_up(x):\n    return x.sum(0)"),
        "keeps_the_axis": (
            "You keep the axis.",
            "def sum_up(x):\n    return scale(x).sum(0, True)",
        ),
    },
    "products": {
        "loops": (
            "You multiply pair after pair.",
            "def products(a, b):\n    if len(a) != len(b):\n        raise ValueError\n"
            "    return torch.stack([x @ y for x, y in zip(a, b)])",
        ),
        "lets_batches_differ": (
            "You do not look at the batches.",
            "def products(a, b):\n"
            "    return torch.bmm(a[:min(len(a), len(b))], b[:min(len(a), len(b))])",
        ),
        "makes_all_products": (
            "You make every product of numbers before you add them up.",
            "def products(a, b):\n    if len(a) != len(b):\n        raise ValueError\n"
            "    return (a[:, :, :, None] * b[:, None]).sum(2)",
        ),
        "multiplies_elementwise": (
            "You multiply element by element.",
            "def products(a, b):\n    if len(a) != len(b):\n        raise ValueError\n"
            "    return a[:, :, :1] * b[:, :1]",
        ),
        "transposes": (
            "You turn the result round.",
            "def products(a, b):\n    if len(a) != len(b):\n        raise ValueError\n"
            "    return torch.bmm(a, b).mT",
        ),
    },
}

ALTERNATIVES = {
    "sum-up": {
        "method": "def sum_up(x):\n    return scale(x).sum(0)",
        "einsum": "def sum_up(x):\n    return torch.einsum('ij->j', scale(x))",
        "scaled_late": "def sum_up(x):\n    return scale(x.sum(0))",
    },
    "products": {
        name: "def products(a, b):\n    if len(a) != len(b):\n        raise ValueError\n    return "
        + how
        for name, how in {
            "operator": "a @ b",
            "matmul": "torch.matmul(a, b)",
            "einsum": "torch.einsum('bij,bjk->bik', a, b)",
        }.items()
    },
}


def cell(source, id, **marks):
    new = nbformat.v4.new_code_cell(source, id=id)
    new.metadata.nbgrader = {
        "schema_version": 3, "grade_id": id, "task": False, "grade": False, "solution": False,
        "locked": True, "cell_type": "code", **marks,
    }  # fmt: skip
    return new


def notebook_of(sum_up=SUM_UP, products=PRODUCTS, *, setup=""):
    """Return the lesson's notebook with the given answers."""
    imports = (
        "import random\nimport torch\ndef set_seed(n): random.seed(n)\nset_seed(42)\n"
        "def scale(x): return 2 * x\n"
    )
    cells = [cell(imports + setup, "imports")]
    for id, source, points in (("sum-up", sum_up, 2), ("products", products, 4)):
        cells.append(cell(source, id, solution=True, locked=False))
        cells.append(cell("assert True", f"{id}-check", grade=True, points=points))
    return nbformat.v4.new_notebook(cells=cells)


def write_answers(root, kind, answers):
    """Write mutants (a text and a source each) or alternatives (a source each)."""
    for exercise, named in answers.items():
        folder = root / "autograder" / kind / LESSON / exercise
        folder.mkdir(parents=True, exist_ok=True)
        for name, answer in named.items():
            text, source = answer if isinstance(answer, tuple) else ("Another style.", answer)
            (folder / f"{name}.py").write_text(f'"""{text}\n"""\n\n\n{source}\n')


def write_course(root, *, source=None, release=None, mutants=MUTANTS, alternatives=ALTERNATIVES):
    """Write a course folder with the tiny lesson and return the course."""
    blank = "def {}(*args):\n    raise NotImplementedError()"
    release = release or notebook_of(blank.format("sum_up"), blank.format("products"))
    for folder, notebook in (("source", source or notebook_of()), ("release", release)):
        (root / folder / LESSON).mkdir(parents=True)
        nbformat.write(notebook, root / folder / LESSON / f"{LESSON}.ipynb")
    (root / "course_config.py").write_text(CONFIG)
    hidden = root / "autograder" / "hidden" / LESSON
    hidden.mkdir(parents=True)
    (hidden / "test_sum_up.py").write_text(HIDDEN_SUM_UP)
    (hidden / "test_products.py").write_text(HIDDEN_PRODUCTS)
    (root / "autograder" / "mutants" / LESSON).mkdir(parents=True)
    write_answers(root, "mutants", mutants)
    write_answers(root, "alternatives", alternatives)
    (root / "student_lib").mkdir()
    (root / "student_lib" / "__init__.py").write_text("")
    return load_course(root)
