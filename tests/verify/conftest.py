"""A good lesson and one with all sorts of defects, each verified once for all tests."""

import pytest
import verify_course

from autograder.authoring.verify import verify
from autograder.engine.lanes import Lanes


@pytest.fixture(scope="session")
def good_course(tmp_path_factory):
    return verify_course.write_course(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def lanes(good_course):
    """One warm lane for the good lesson."""
    with Lanes(good_course, verify_course.LESSON, count=1) as lanes:
        yield lanes


@pytest.fixture(scope="session")
def good_report(good_course, lanes):
    return verify(good_course, verify_course.LESSON, lanes=lanes, generated=True)


@pytest.fixture(scope="session")
def bad_report(tmp_path_factory):
    """Verify the lesson with a defect of each kind."""
    mutants = {
        "sum-up": {
            "harmless": ("You did it.", "def sum_up(x):\n    return scale(x).sum(dim=0)"),
            "breaks_others": (
                "You change what others use.",
                "def sum_up(x):\n    return x\nluck = 1.0",
            ),
            "does_not_run": ("You forgot an import.", "x = 1\nnothere.sum(x)"),
            "wrong_axis": verify_course.MUTANTS["sum-up"]["wrong_axis"],
        }
    }
    alternatives = {"sum-up": {"wrong": "def sum_up(x):\n    return scale(x).sum()"}}
    release = verify_course.notebook_of("def sum_up(x): return scale(x).sum(0)")
    source = verify_course.notebook_of(
        setup="lucky = [42]\nluck = random.random()\n",
        products=verify_course.PRODUCTS.replace(
            "torch.bmm(a, b)", "torch.bmm(a, b) * (luck < .64)"
        ),
    )
    source.cells[2].source = "checked = 1"
    source.cells[1].source = source.cells[1].source.replace("scale(x)", "(checked * scale(x))")
    root = tmp_path_factory.mktemp("bad")
    course = verify_course.write_course(
        root, source=source, release=release, mutants=mutants, alternatives=alternatives
    )
    return verify(course, verify_course.LESSON, jobs=1)
