"""Which mistake a set of failed tests points to, and when it points to none."""

import pytest

from autograder.engine import results
from autograder.engine.signatures import Signature, diagnosis, evidence, load, save
from autograder.errors import LessonError


def outcome(name, verdict, message=""):
    return results.TestResult(
        name=name, title=name, verdict=verdict, message=message, points=1, seconds=0
    )


SHAPE = "failed: the result has the wrong shape"
VALUES = "failed: the result has wrong values"


def failing(**how):
    """Return the results of tests a, b and c, of which the named ones failed."""
    found = []
    for name in "abc":
        verdict, _, message = how.get(name, "passed").partition(": ")
        found.append(outcome(name, verdict, message))
    return found


def test_evidence_is_the_verdict_and_what_happened_without_the_authors_words():
    result = outcome("a", "failed", "the result has the wrong shape. Sum along dim=1. Or not")
    assert evidence(result) == SHAPE
    assert evidence(outcome("a", "failed")) == "failed"


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        (failing(a=SHAPE), "shape"),
        (failing(a="timeout"), "shape or values in a"),
        (failing(a=SHAPE, b=SHAPE), ""),
        (failing(b=VALUES), ""),
        (failing(), ""),
    ],
    ids=["the same way", "another way", "more", "other", "nothing"],
)
def test_the_same_failed_tests_point_to_the_mistake(tests, told):
    if told == "shape or values in a":
        known = [Signature({"a": SHAPE}, told)]
    else:
        known = [Signature({"a": SHAPE}, "shape"), Signature({"a": VALUES}, "values")]
    assert diagnosis(tests, known) == told


def test_the_same_way_of_failing_counts_more_than_the_same_tests():
    known = [Signature({"a": SHAPE}, "shape"), Signature({"a": VALUES}, "values")]
    assert diagnosis(failing(a=VALUES), known) == "values"


def test_two_mistakes_that_fit_are_both_named_and_three_are_none():
    known = [Signature({"a": SHAPE}, text) for text in ("one", "two", "three")]
    assert diagnosis(failing(a=SHAPE), known[:2]) == "one Or: two"
    assert diagnosis(failing(a=SHAPE), known) == ""
    assert diagnosis(failing(a=SHAPE), [known[0]] * 3) == "one"


def test_failing_everything_points_to_a_mistake_only_when_all_fails_the_same_way():
    known = [Signature({"a": SHAPE, "b": SHAPE, "c": VALUES}, "turned")]
    assert diagnosis(failing(a=SHAPE, b=SHAPE, c=VALUES), known) == "turned"
    assert diagnosis(failing(a=VALUES, b=VALUES, c=VALUES), known) == ""


@pytest.mark.parametrize("verdict", ["blank", "missing", "refused", "internal"])
def test_what_is_not_there_makes_no_mistake(verdict):
    known = [Signature({"a": SHAPE, "b": SHAPE}, "shape")]
    assert diagnosis(failing(a=SHAPE, b=verdict), known) == ""


def test_signatures_are_kept_in_a_file_that_changes_only_when_they_do(tmp_path):
    path = tmp_path / "signatures.json"
    assert load(path) == {}
    table = {"ex": {"wrong": Signature({"a": SHAPE}, "text")}}
    save(path, table)
    assert load(path) == table
    before = path.stat().st_mtime_ns
    save(path, table)
    assert path.stat().st_mtime_ns == before


def test_a_broken_file_names_the_command_that_writes_it(tmp_path):
    path = tmp_path / "1-1-1-tiny" / "signatures.json"
    path.parent.mkdir()
    path.write_text('{"ex": {"wrong": {"failed": ["a"]}}}')
    with pytest.raises(LessonError, match="`workbook verify 1-1-1-tiny` writes it anew"):
        load(path)
