"""A course of three lessons with secrets of every kind, and ways to plant them."""

import json
from pathlib import Path
from typing import Any

from autograder.authoring.build import build
from autograder.course import Course, load_course

FIRST = "9-1-1-sums"
SECOND = "9-1-2-means"
ALONE = "9-1-3-alone"

CONFIG = f"""
from autograder.course import Course, Lesson
course = Course(title='A "tiny" course', lessons=(
    Lesson("{FIRST}"), Lesson("{SECOND}", requires=("{FIRST}",)), Lesson("{ALONE}"),
))
c = get_config()
c.CourseDirectory.course_id = "tiny"
c.ClearSolutions.code_stub = {{"python": "# fill in code here\\nraise NotImplementedError()"}}
"""

SOLUTION = """\
if width < 1:
    raise ValueError(f"width must be at least 1, not {width}")
sums = [0.0]
for x in xs:
    sums.append(sums[-1] + x)  # the running sum
return [(b - a) / width for a, b in zip(sums, sums[width:])]
"""
ANSWER = '''\
# | export
def moving_average(xs: list[float], width: int) -> list[float]:
    """Average every `width` neighbours. Example: moving_average([1, 3, 5], 2) -> [2.0, 4.0]"""
    ### BEGIN SOLUTION
{}    ### END SOLUTION
'''
CHECK = """\
series = [2.0, 4.0, 9.0, 1.0]
short = moving_average(series, 2)
long = moving_average(series, 4)
whole = moving_average(series, 1)
assert short == [3.0, 6.5, 5.0], "pairs of neighbours"
assert long == [4.0], "all four at once"
assert whole == series, "a width of one changes nothing"
"""
HIDDEN = '''\
"""Hidden tests of `moving_average`."""

from autograder.testing import assert_close, exercise


@exercise("moving-average", points=2)
def test_averages_of_primes(student):
    "Averages neighbours."
    for width, expected in ((2, [2.5, 4.0, 6.0, 9.0]), (5, [5.6])):
        result = student.moving_average([2, 3, 5, 7, 11], width)
        assert_close(result, expected, rtol=1e-6)


@exercise("moving-average", points=1)
def test_as_in_the_visible_check(student):
    "Averages the series of the lesson."
    series = [2.0, 4.0, 9.0, 1.0]
    short = student.moving_average(series, 2)
    assert_close(short, [3.0, 6.5, 5.0])
'''
MUTANT = '''\
"""You divide by the number of sums.

Read again: what is divided.
"""


def moving_average(xs: list[float], width: int) -> list[float]:
    sums = [0.0]
    for x in xs:
        sums.append(sums[-1] + x)
    count = len(sums)
    return [(b - a) / count for a, b in zip(sums, sums[width:])]
'''
ALTERNATIVE = '''\
"""Slices."""


def moving_average(xs: list[float], width: int) -> list[float]:
    if width <= 0:
        raise ValueError("too narrow")
    windows = [xs[start : start + width] for start in range(len(xs) - width + 1)]
    return [sum(window) / len(window) for window in windows]
'''
NAIVE = """\
def too_simple(xs, width):
    found = []
    for start in range(len(xs)):
        window = xs[start : start + width]
        found.append(sum(window) / width)
    return found
"""
NAIVE_MUTANT = (
    f'"""You average windows that hang over the end.\n\nRead again: the end.\n"""\n{NAIVE}'
)
SECOND_ANSWER = """\
def mean(xs: list[float]) -> float:
    ### BEGIN SOLUTION
    (average,) = moving_average(xs, len(xs))
    return average
    ### END SOLUTION
"""


def cell(id: str, source: str, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """Return a cell; `tags` go into its metadata, other marks are nbgrader's."""
    tags = marks.pop("tags", [])
    plain = {"grade": False, "solution": False, "locked": True, "task": False}
    known = {"grade_id": id, "schema_version": 3, "cell_type": kind}
    metadata: dict[str, Any] = {"nbgrader": plain | known | marks, "tags": tags}
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, **code}


def answer(id: str, source: str) -> dict[str, Any]:
    """Return a cell that students fill in."""
    return cell(id, source, solution=True, locked=False)


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of these cells."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def indented(text: str) -> str:
    """Return the text four spaces to the right."""
    return "".join(f"    {line}\n" for line in text.splitlines())


def first() -> dict[str, Any]:
    """A lesson with an exercise, a mistake that it shows, and a help with the last line."""
    one_line = "`return [(b - a) / width for a, b in zip(sums, sums[width:])]`"
    return notebook(
        cell("title", "# Running sums", "markdown"),
        cell("module", "# | default_exp sums"),
        cell("naive", NAIVE),
        answer("moving-average", ANSWER.format(indented(SOLUTION))),
        cell("moving-average-check", CHECK, grade=True, points=3),
        cell("help", f"*Idea.* Running sums. *One line.* {one_line}", "markdown"),
        answer("practice-one", "### BEGIN SOLUTION\ntest_one = 1 + 1\n### END SOLUTION"),
    )


def second() -> dict[str, Any]:
    """A lesson that imports what the first exports."""
    return notebook(
        cell("title", "# Means", "markdown"),
        cell("imports", "from student_lib.sums import moving_average"),
        answer("mean", SECOND_ANSWER),
        cell("mean-check", 'assert mean([1, 3]) == 2, "two"', grade=True, points=1),
    )


def alone() -> dict[str, Any]:
    """A lesson that neither imports nor exports."""
    return notebook(
        cell("title", "# Alone", "markdown"),
        cell("imports", "from student_lib import utils\nutils.hello()"),
        answer("practice-one", "### BEGIN SOLUTION\ntest_one = 1\n### END SOLUTION"),
    )


def write_source(course_root: Path, lesson: str, content: dict[str, Any]) -> None:
    """Write a lesson's notebook."""
    write(course_root, f"source/{lesson}/{lesson}.ipynb", json.dumps(content))


def write(root: Path, name: str, text: str) -> Path:
    """Write a file of the course."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_course(root: Path) -> Course:
    """Write and build the course."""
    write(root, "course_config.py", CONFIG)
    write(root, "student_lib/__init__.py", '"""A tiny library."""\n\n__version__ = "1.0"\n')
    write(root, "student_lib/utils.py", 'def hello() -> str:\n    return "hello"\n')
    write(root, "student_lib/bundled/numbers.txt", "1 2 3\n")
    for lesson, content in ((FIRST, first()), (SECOND, second()), (ALONE, alone())):
        write_source(root, lesson, content)
    write(root, f"autograder/hidden/{FIRST}/test_moving_average.py", HIDDEN)
    mutants = f"autograder/mutants/{FIRST}/moving-average"
    write(root, f"{mutants}/divides_by_the_sums.py", MUTANT)
    write(root, f"{mutants}/hangs_over.py", NAIVE_MUTANT)
    write(root, f"autograder/alternatives/{FIRST}/moving-average/slices.py", ALTERNATIVE)
    course = load_course(root)
    build(course, execute=False)
    return course
