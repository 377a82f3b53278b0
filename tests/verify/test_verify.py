"""Verifying a lesson for real: what a good one looks like, and each defect that is found."""

import json
import shutil

import pytest
import verify_course
from verify_course import LESSON, MUTANTS, notebook_of

from autograder.authoring.verify import verify
from autograder.engine import signatures
from autograder.engine.lanes import misfit
from autograder.engine.protocol import TestInfo
from autograder.errors import LessonError
from autograder.notebook import LessonNotebook, Submission, parse_notebook


def found(report, where):
    return [finding.found for finding in report.findings if finding.where == where]


def test_a_good_lesson_has_findings_only_about_what_no_test_looks_at(good_report):
    assert [f.where for f in good_report.findings] == [
        f"mutation {survivor.exercise}/{survivor.name}" for survivor in good_report.survivors
    ]


def test_every_row_is_there_once(good_report):
    kinds = [row.kind for row in good_report.rows]
    wanted = {"source": 1, "bare": 1, "release": 1, "seed": 5, "mutant": 10, "alternative": 6}
    assert {kind: kinds.count(kind) for kind in kinds} == wanted


def test_the_matrix_tells_which_test_rejects_which_mutant(good_report):
    rejected = {
        row.name: list(row.failed["products"]) for row in good_report.of("mutant", "products")
    }
    assert rejected == {
        "lets_batches_differ": ["test_batches_must_fit"],
        "loops": ["test_is_batched"],
        "makes_all_products": ["test_is_direct"],
        "multiplies_elementwise": ["test_multiplies"],
        "transposes": ["test_multiplies"],
    }


def test_mutations_made_by_machine_are_rejected_or_listed(good_report):
    assert good_report.mutations.keys() == {"sum-up", "products"}
    names = {survivor.name for survivor in good_report.survivors}
    assert not any("mean" in name or "raise-deleted" in name for name in names)
    assert all(survivor.diff.startswith("-") for survivor in good_report.survivors)


def test_mutants_are_told_by_what_they_fail(good_course, good_report):
    known = signatures.load(good_course.mutants(LESSON) / "signatures.json")
    assert known.keys() == MUTANTS.keys()
    assert known["sum-up"]["always_float32"].failed == {
        "test_keeps_the_dtype": "failed: the result has the wrong dtype"
    }


def test_a_check_finds_signatures_that_are_not_what_mutants_fail(good_course, good_report, lanes):
    assert good_report.rows
    path = lanes.plan.signatures
    assert not verify(good_course, LESSON, lanes=lanes, check=True).findings
    right = path.read_bytes()
    path.write_bytes(stale := right.replace(b"wrong dtype", b"wrong shape"))
    (finding,) = verify(good_course, LESSON, lanes=lanes, check=True).findings
    assert (finding.where, path.read_bytes()) == ("signatures.json", stale)
    path.write_bytes(right)


def test_a_lesson_without_mutants_is_found_to_lack_them(tmp_path):
    course = verify_course.write_course(tmp_path)
    shutil.rmtree(course.mutants(LESSON))
    report = verify(course, LESSON, jobs=1)
    assert found(report, "sum-up") == ["has 0 mutants"]


def test_a_student_who_makes_a_known_mistake_is_told_which(lanes, good_report):
    assert good_report.rows
    mistake = "def sum_up(y):\n    result = scale(y)\n    return result.sum(0).to(torch.float32)"
    notebook = parse_notebook(json.dumps(notebook_of(mistake)).encode(), "x")
    graded = lanes.grade(Submission.of(notebook, lanes.plan.notebook, "x"))
    diagnosis = graded.result.exercise("sum-up").diagnosis
    assert diagnosis == "You change the dtype. Read again: dtypes."
    assert graded.result.exercise("products").diagnosis == ""


def test_a_blank_answer_is_not_diagnosed(lanes, good_report):
    assert good_report.rows
    notebook = parse_notebook(json.dumps(notebook_of("raise NotImplementedError()")).encode(), "x")
    graded = lanes.grade(Submission.of(notebook, lanes.plan.notebook, "x"))
    assert graded.result.exercise("sum-up").diagnosis == ""


def test_a_budget_is_broken_in_words(lanes):
    loop = MUTANTS["products"]["loops"][1]
    notebook = parse_notebook(json.dumps(notebook_of(products=loop)).encode(), "x")
    tests = lanes.grade(Submission.of(notebook, lanes.plan.notebook, "x")).result.exercise(
        "products"
    )
    message = next(test for test in tests.tests if test.name == "test_is_batched")
    assert message.verdict == "rule"
    # 64 products and the stack
    assert message.message == "calls torch 65 times as often as the batched way does"


def test_a_quick_look_ends_at_the_first_failed_test_of_one_exercise(lanes):
    wrong = LessonNotebook(LESSON, tuple(parse_notebook(json.dumps(notebook_of("")).encode(), "x")))
    submission = Submission(LESSON, wrong.cells)
    result = lanes.submit(submission, only=["sum-up"], quick=True).result().result
    assert [len(exercise.tests) for exercise in result.exercises] == [1, 0]
    result = lanes.submit(submission, only=["sum-up"]).result().result
    assert [len(exercise.tests) for exercise in result.exercises] == [2, 0]


def test_a_release_that_earns_points_is_found(bad_report):
    assert found(bad_report, "release") == ["earns 6 points"]


def test_a_mutant_that_passes_is_found(bad_report):
    assert found(bad_report, "mutant sum-up/harmless") == ["passes"]


def test_a_mutant_that_breaks_other_exercises_is_found(bad_report):
    text = " ".join(found(bad_report, "mutant sum-up/breaks_others"))
    assert "fails tests of other exercises: products: test_multiplies" in text


def test_a_mutant_that_does_not_run_is_found_with_file_and_line(bad_report):
    (text,) = found(bad_report, "mutant sum-up/does_not_run")
    # a docstring of two lines and two empty ones come first
    assert f"mutants/{LESSON}/sum-up/does_not_run.py, line 6: NameError" in text


def test_an_alternative_that_fails_is_found_with_the_test_and_how(bad_report):
    (text,) = found(bad_report, "alternative sum-up/wrong")
    assert "test_adds_rows (failed: the result has the wrong shape)" in text


def test_a_score_that_hangs_on_the_global_seed_is_found(bad_report):
    assert "test_multiplies" in " ".join(found(bad_report, "global seed 2"))
    assert not found(bad_report, "global seed 1")


def test_an_answer_that_needs_a_check_cell_is_found(bad_report):
    assert "sum-up" in " ".join(found(bad_report, "source without its check cells"))


def test_too_few_mutants_and_alternatives_are_found(bad_report):
    assert found(bad_report, "sum-up") == ["has 4 mutants", "has 1 alternatives"]
    assert found(bad_report, "products") == ["has 0 mutants", "has 0 alternatives"]


def test_a_test_that_rejects_nothing_is_found(bad_report):
    assert found(bad_report, "products, test_multiplies") == ["rejects no mutant"]
    assert not found(bad_report, "sum-up, test_adds_rows")


POINTS = """
from autograder.testing import exercise
@exercise("sum-up", points=1)
def test_x(student): "X."
"""


@pytest.mark.parametrize(
    ("hidden", "told"),
    [
        ("import nothere\n", "test_sum_up.py, line 1: ModuleNotFoundError: No module named"),
        (POINTS, "the hidden tests from test_sum_up.py, line 3 on give 1 points, its grade cell"),
    ],
    ids=["no import", "points"],
)
def test_hidden_tests_that_do_not_fit_are_refused_by_file_and_line(tmp_path, hidden, told):
    course = verify_course.write_course(tmp_path)
    (course.hidden(LESSON) / "test_sum_up.py").write_text(hidden)
    with pytest.raises(LessonError) as caught:
        verify(course, LESSON, jobs=1)
    assert str(caught.value).startswith(f"lesson {LESSON}: ")
    assert told in str(caught.value)


def test_an_exercise_without_tests_and_tests_without_an_exercise_are_refused(good_course):
    notebook = LessonNotebook.load(LESSON, good_course.source(LESSON))
    tests = [TestInfo("test_x", "X.", id, 2, "x.py, line 3") for id in ("sum-up", "products")]
    assert misfit(notebook, tests[:1]) == (
        "exercise 'products' (cell 'products-check') has no hidden test"
    )
    other = TestInfo("test_y", "Y.", "sumup", 1, "y.py, line 7")
    full = [tests[0], TestInfo("test_z", "Z.", "products", 4, "z.py, line 1"), other]
    assert misfit(notebook, full) == "y.py, line 7: there is no exercise 'sumup' in the notebook"


@pytest.mark.parametrize("left", ["nothing", "an empty folder", "a file without tests"])
def test_a_lesson_without_hidden_tests_is_refused_by_cell(tmp_path, left):
    course = verify_course.write_course(tmp_path)
    shutil.rmtree(course.hidden(LESSON))
    if left != "nothing":
        course.hidden(LESSON).mkdir()
    if left == "a file without tests":
        (course.hidden(LESSON) / "data.py").write_text("x = 1\n")
    told = rf"lesson {LESSON}: exercise 'sum-up' \(cell 'sum-up-check'\) has no hidden test"
    with pytest.raises(LessonError, match=told):
        verify(course, LESSON, jobs=1)


UNPAIRED = "### BEGIN SOLUTION\ntest_x = 1"
BROKEN = {
    "a region that never ends": (UNPAIRED, "line 1: a solution region begins and never ends"),
    "a region that never began": (
        "test_x = 1\n### END SOLUTION",
        "line 2: a solution region ends that never began",
    ),
}


@pytest.mark.parametrize(("source", "told"), BROKEN.values(), ids=BROKEN)
def test_unpaired_markers_of_practice_are_refused_by_cell_and_line(tmp_path, source, told):
    notebook = notebook_of()
    practice = verify_course.cell(source, "practice-x", solution=True, locked=False)
    notebook.cells.insert(1, practice)
    course = verify_course.write_course(tmp_path, source=notebook)
    with pytest.raises(LessonError, match=rf"lesson {LESSON}, cell 'practice-x', {told}"):
        verify(course, LESSON, jobs=1)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def sum_up(x) return x", "wrong_axis.py, line 5: "),
        ("import nothere\ndef sum_up(x): return x", "wrong_axis.py, line 5: ModuleNotFoundError"),
    ],
    ids=["does not parse", "does not import"],
)
def test_a_mutant_that_cannot_run_is_told_by_file_and_line(tmp_path, source, told):
    mutants = {"sum-up": {"wrong_axis": ("You add up columns.", source)}}
    course = verify_course.write_course(tmp_path, mutants=mutants)
    try:
        said = " ".join(found(verify(course, LESSON, jobs=1), "mutant sum-up/wrong_axis"))
    except LessonError as error:
        said = str(error)
    assert f"autograder/mutants/{LESSON}/sum-up/{told}" in said


def test_a_source_that_is_no_notebook_is_refused_by_line(tmp_path):
    course = verify_course.write_course(tmp_path)
    course.source(LESSON).write_text('{"cells": [')
    with pytest.raises(LessonError, match=rf"^lesson {LESSON}, line 1 of the file: .* not JSON"):
        verify(course, LESSON, jobs=1)


def test_a_reference_that_does_not_parse_is_refused_by_line(tmp_path):
    course = verify_course.write_course(tmp_path, source=notebook_of("x = 1\ndef sum_up(x) return"))
    with pytest.raises(LessonError, match="cell 'sum-up', line 2: syntax error"):
        verify(course, LESSON, generated=True)
