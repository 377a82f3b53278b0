"""A course of one lesson with three exercises, and hidden tests full of words nobody may see.

An attack sits in the second exercise, `add`; `scale` before it and `draw` behind it are right and
must earn everything whatever happens between them. Both use what attacks like to change: torch's
functions, its default dtype, its seed, builtins.
"""

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, load_course

LESSON = "1-1-1-attacked"
REPOSITORY = Path(__file__).parents[2]
TITLE = "# A lesson under attack"
POINTS = {"scale": 1.0, "add": 4.0, "draw": 2.0}
ANSWERS = {
    "scale": "def scale(x):\n    return torch.zeros(len(x)) + 2 * x",
    "add": "def add(a, b):\n    return a + b",
    "draw": (
        "def draw(seed, n):\n    torch.manual_seed(seed)\n"
        "    rows = [torch.rand(n) for _ in range(3)]\n"
        "    return torch.stack(rows).sum(0) / len(rows)"
    ),
}
CHECKS = {
    "scale": "assert torch.equal(scale(torch.ones(3)), torch.full((3,), 2.0)), 'twice as much'",
    "add": "assert add(1, 2) == 3, 'the sum of both'",
    "draw": "assert draw(0, 2).shape == (2,), 'n numbers'",
}
LIMITS = """Limits(
    cell_seconds=2, call_seconds=1.5, notebook_seconds=20, memory_bytes=700 * 2**20, processes=24,
    open_files=96, tmp_bytes=24 * 2**20, tmp_inodes=300, output_bytes=60_000, output_count=50,
    notebook_bytes=2 * 2**20,
)"""

HIDDEN = """
import torch

from autograder.testing import assert_close, diagnose, exercise

SECRET = "{source}"


@exercise("scale", points=1)
def test_doubles(student):
    "Doubles every element."
    x = torch.tensor([1.0, -2.5, 3.0])
    assert_close(student.scale(x), torch.tensor([2.0, -5.0, 6.0]))


@exercise("add", points=1)
def test_adds_tensors(student):
    "Adds tensors."
    a, b = (torch.tensor(x, dtype=torch.float64) for x in ({a}, {b}))
    assert_close(student.add(a, b), torch.tensor({c}, dtype=torch.float64), rtol=0, atol=0)


@exercise("add", points=1)
@diagnose("add all elements")
def test_adds_tensors_of_any_size(student):
    "Adds tensors of any size."
    for n in (1, 5, 200_000):
        a, b = torch.rand(n), torch.rand(n) + 1
        assert_close(student.add(a, b), a + b)  # what a call does to its inputs stays there


@exercise("add", points=1)
def test_adds_numbers(student):
    "Adds numbers."
    assert student.add({x}, {y}) == {z}
    assert student.add(0.5, 0.25) == 0.75


@exercise("add", points=1)
def test_joins_texts(student):
    "Joins texts."
    assert student.add("{left}", "{right}") == "{left}{right}"


@exercise("draw", points=2)
def test_draws_what_the_seed_says(student):
    "Draws the same numbers from the same seed."
    for seed in (3, 4):
        rows = torch.rand(3, 5, generator=torch.Generator().manual_seed(seed))
        assert_close(student.draw(seed, 5), rows.sum(0) / 3)
"""


@dataclass(frozen=True)
class Secrets:
    """What is drawn anew for each run of the suite and must never be seen outside hidden tests."""

    source: str
    path: str
    environment: str
    left: str
    right: str
    numbers: tuple[int, ...]

    @classmethod
    def drawn(cls) -> "Secrets":
        """Draw them."""
        words = [f"canary-{kind}-{secrets.token_hex(8)}" for kind in ("source", "path", "env")]
        left, right = (f"canary-{side}-{secrets.token_hex(8)}" for side in ("left", "right"))
        return cls(*words, left, right, tuple(secrets.randbelow(10**12) + 10**12 for _ in range(6)))

    def hidden(self) -> str:
        """The hidden tests, which hold all of them."""
        a, b, c, d, x, y = self.numbers
        sums = [float(a + c), float(b + d)]
        return HIDDEN.format(
            source=self.source, left=self.left, right=self.right,
            a=[float(a), float(b)], b=[float(c), float(d)], c=sums, x=x, y=y, z=x + y,
        )  # fmt: skip

    def words(self) -> list[bytes]:
        """What is looked for: words, file names, inputs, expected values."""
        a, b, c, d, x, y = self.numbers
        numbers = [str(number) for number in (*self.numbers, a + c, b + d, x + y)]
        words = [self.source, self.path, self.environment, self.left, self.right, *numbers]
        return [word.encode() for word in words]


def cell(id: str, source: str, **marks: object) -> dict:
    """Return a code cell that nbgrader knows; locked unless `marks` say otherwise."""
    known = {"grade": False, "solution": False, "locked": True, "task": False, "grade_id": id}
    return own_cell(id, source, nbgrader=known | {"schema_version": 3, "cell_type": "code"} | marks)


def own_cell(id: str, source: str, kind: str = "code", **metadata: object) -> dict:
    """Return a cell as a student adds it."""
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, **code}


def notebook(answers: dict[str, str]) -> dict:
    """Return a notebook of the lesson with these answers."""
    title = cell("title", TITLE, cell_type="markdown")
    title = own_cell("title", TITLE, "markdown", **title["metadata"])
    cells = [title, cell("imports", "import torch")]
    for exercise, points in POINTS.items():
        cells.append(cell(exercise, answers[exercise], solution=True, locked=False))
        cells.append(cell(f"{exercise}-check", CHECKS[exercise], grade=True, points=points))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def lesson() -> dict:
    """Return the instructor's notebook."""
    return notebook({name: solved(source) for name, source in ANSWERS.items()})


def solved(source: str) -> str:
    """Mark the body of a function as its solution."""
    head, _, body = source.partition("\n")
    return f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"


def write_course(root: Path, hidden: Secrets, lanes: str) -> Course:
    """Write the course's files; nothing is built yet. `lanes` is the class that grades."""
    text = (REPOSITORY / "course_config.py").read_text(encoding="utf-8")
    lessons = f'course = Course(lessons=(Lesson("{LESSON}", limits={LIMITS}),))\n'
    text, count = re.subn(r"^course = Course\(.*?^\)\n", lambda _: lessons, text, flags=re.S | re.M)
    assert count == 1
    files = {
        "course_config.py": f"{text}\nc.SubmissionExporter.lanes_class = {lanes!r}\n",
        "nbgrader_config.py": (REPOSITORY / "nbgrader_config.py").read_text(encoding="utf-8"),
        f"source/{LESSON}/{LESSON}.ipynb": json.dumps(lesson()),
        f"autograder/hidden/{LESSON}/test_{hidden.path}.py": hidden.hidden(),
        "student_lib/__init__.py": "",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (root / "submitted").mkdir()
    return load_course(root)
