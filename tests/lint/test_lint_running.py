"""The rules that run a lesson: a fresh draft passes, and each rule finds what is spoilt in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring.build import build
from autograder.authoring.exports import generated_from
from autograder.authoring.scaffold import EXERCISE, new_lesson
from autograder.course import Course, load_course
from autograder.lint import Finding, lint
from autograder.lint.rules import RULES
from autograder.lint.rules.base import Rule

LESSON = "4-2-3-layer-norm"
CONFIG = """
from autograder.course import Course, Lesson
course = Course(title="Tried", lessons=())
c = get_config()
c.ClearSolutions.code_stub = {"python": "# fill in code here\\nraise NotImplementedError()"}
"""
SOLUTION = """\
mean = x.mean(dim, keepdim=True)
    std = x.std(dim, correction=0, keepdim=True)
    return (x - mean) / std"""
Cells = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one lesson, as `workbook new` and `workbook build` make it. Read only."""
    root = tmp_path_factory.mktemp("good")
    (root / "course_config.py").write_text(CONFIG)
    library = Path(__file__).resolve().parents[2] / "student_lib"
    (root / "student_lib").mkdir()
    for path in library.glob("*.py"):
        if generated_from(path) is None:
            shutil.copy(path, root / "student_lib")
    shutil.copytree(library / "seat", root / "student_lib" / "seat")
    new_lesson(load_course(root), LESSON)
    course = load_course(root)
    build(course)
    return course


def copied(course: Course, root: Path) -> Course:
    """Return a copy to spoil."""
    shutil.copytree(course.root, root, dirs_exist_ok=True)
    return load_course(root)


def edited(path: Path, edit: Callable[[Cells], object]) -> None:
    """Edit the cells of a notebook, which `edit` gets by id."""
    content = json.loads(path.read_text())
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    edit({cell["id"]: cell for cell in content["cells"]})
    path.write_text(json.dumps(content))


def put(path: Path, old: str, new: str) -> None:
    """Replace a text in a file; it must be there."""
    text = path.read_text()
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new))


def spoil_cells(cells: Cells) -> None:
    cells["standardize-check"]["source"] += "\nassert torch.tensor(z).ndim == 2, 'a table'"
    cells["export-imports"]["source"] += '\nSMALL = eval("apples")'  # defined, but not yet
    cells["plot"]["source"] = "1 / 0"
    cells["why"]["source"] += f"\n\n```python\n    {SOLUTION}\n```"


@pytest.fixture(scope="module")
def spoilt(good: Course, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What the rules find in a lesson that is wrong in many ways at once."""
    course = copied(good, tmp_path_factory.mktemp("spoilt"))
    edited(course.source(LESSON), spoil_cells)
    edited(course.release(LESSON), spoil_cells)
    edited(course.release(LESSON), filled_in)
    hidden = course.hidden(LESSON) / f"test_{EXERCISE}.py"
    put(hidden, '"Standardizes along each axis of a 3-d tensor."', f'"""Does {SOLUTION}"""')
    put(
        hidden,
        "x = torch.randn(2, 3)",
        "x = torch.randn(2, 3)\n    assert torch.initial_seed() % 2",
    )
    right = (course.alternatives(LESSON) / EXERCISE / "var_mean.py").read_text()
    (course.mutants(LESSON) / EXERCISE / "ignores_dim.py").write_text(right)
    put(course.alternatives(LESSON) / EXERCISE / "row_by_row.py", "return ", "return 2 * ")
    return lint(course, LESSON, run=True)


def filled_in(cells: Cells) -> None:
    cells["standardize"]["source"] = cells["standardize"]["source"].replace(
        "# fill in code here\n    raise NotImplementedError()", SOLUTION
    )


FOUND: list[tuple[int, str, str]] = [
    # rule, cell, a part of what must be found
    (11, "standardize-check", "writes to stderr when it runs: "),
    (12, "", "cell 'export-imports': its exported cells cannot be imported"),
    (13, "export-imports", "does not run: line 4: NameError"),
    (13, "", "release earns"),
    (13, "", f"gives away {LESSON}/{LESSON}.ipynb, cell 'why', line "),
    (13, "", f"gives away {LESSON}/{LESSON}.ipynb, cell 'standardize', line "),
    (13, "", "gives away feedback.ipynb, cell 'results', outputs"),
    (14, "", f"release/{LESSON}/{LESSON}.ipynb does not match its source"),
    (16, "standardize", "mutant standardize/ignores_dim: passes"),
    (16, "standardize", "alternative standardize/row_by_row: earns"),
    (16, "", "global seed "),
]


def test_a_fresh_draft_has_no_findings(good: Course) -> None:
    assert lint(good, LESSON, run=True) == []


@pytest.mark.parametrize(
    ("rule", "cell", "found"), [pytest.param(*one, id=f"{one[0]}-{one[2][:24]}") for one in FOUND]
)
def test_what_is_spoilt_is_found(spoilt: list[Finding], rule: int, cell: str, found: str) -> None:
    here = [f for f in spoilt if f.rule.startswith(f"{rule}-") and found in f.found]
    assert here, [(f.rule, f.cell, f.found) for f in spoilt]
    assert {f.cell for f in here} == {cell}
    assert all(f.mend for f in here)


def test_every_rule_that_runs_a_lesson_has_something_that_it_fails_on() -> None:
    running = {rule.number for rule in RULES if rule.run is not Rule(0, "").run}
    assert {rule for rule, *_ in FOUND} == running


def test_a_source_that_loses_points_or_has_a_demonstration_that_fails_is_found(
    good: Course, tmp_path: Path
) -> None:
    course = copied(good, tmp_path)
    edited(course.source(LESSON), lambda cells: cells["plot"].update(source="1 / 0"))
    put(
        course.hidden(LESSON) / f"test_{EXERCISE}.py", "expected = by_torch(x, dim)", "expected = x"
    )
    points, demo = (f for f in lint(course, LESSON, run=True) if f.rule == "13-leaks")
    assert points.found.startswith("source earns 1.5 of 2: fails standardize: test_along_any_axis")
    assert f"lesson {LESSON}, cell 'plot': ZeroDivisionError in line 1" in demo.found


def test_a_draft_passes_before_it_has_been_built(good: Course, tmp_path: Path) -> None:
    course = copied(good, tmp_path)
    for folder in ("release", "solutions"):
        shutil.rmtree(course.root / folder)
    (course.root / "student_lib" / "layer_norm.py").unlink()
    assert lint(course, LESSON, run=True) == []


def test_unpaired_markers_of_practice_are_found_once_and_nothing_is_run(
    good: Course, tmp_path: Path
) -> None:
    course = copied(good, tmp_path)
    source = "# test_mean\ntest_mean = 155\n### END SOLUTION"
    edited(course.source(LESSON), lambda cells: cells["practice-mean"].update(source=source))
    findings = lint(course, LESSON, run=True)
    assert findings == lint(course, LESSON)
    (finding,) = (finding for finding in findings if finding.rule == "10-marks")
    assert finding.place == f"{LESSON}, cell practice-mean, line 3"
    assert finding.found == "a solution region ends that never began"


def test_a_fast_look_runs_nothing(good: Course, tmp_path: Path) -> None:
    course = copied(good, tmp_path)
    shutil.rmtree(course.hidden(LESSON))
    shutil.rmtree(course.release(LESSON).parent)
    assert lint(course, LESSON) == []


def test_what_keeps_all_from_running_is_told_once(good: Course, tmp_path: Path) -> None:
    course = copied(good, tmp_path)
    put(course.hidden(LESSON) / f"test_{EXERCISE}.py", "points=0.25", "points=1")
    (finding,) = lint(course, LESSON, run=True)
    assert finding.rule == "16-grader"
    assert "the hidden tests from test_standardize.py, line " in finding.found
    assert "give 3.5 points, its grade cell 'standardize-check' 2" in finding.found
