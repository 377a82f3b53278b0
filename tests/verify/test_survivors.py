"""Survivors, and the notes of those that change nothing."""

import pytest

from autograder.authoring.mutations import mutations
from autograder.authoring.survivors import Equivalent, judge, read_equivalents
from autograder.errors import LessonError

MADE = mutations("ex", "def f(x):\n    return x + 1")
FIRST = MADE[0]


def judged(survived, notes):
    return judge(MADE, {("ex", name) for name in survived}, {"ex": notes} if notes else {})


def test_a_survivor_without_a_note_is_a_finding_that_shows_the_change_and_the_note_to_write():
    survivors, (finding,) = judged([FIRST.name], {})
    assert [survivor.name for survivor in survivors] == [FIRST.name]
    assert "-    return x + 1\n+    " in finding.found
    assert f'[ex.{FIRST.name}]\nkey = "{FIRST.key}"' in finding.mend


def test_a_survivor_with_a_note_is_fine():
    survivors, findings = judged([FIRST.name], {FIRST.name: Equivalent(FIRST.key, "same")})
    assert [survivor.reason for survivor in survivors] == ["same"]
    assert not findings


def test_a_note_for_another_reference_is_a_finding_with_the_new_key():
    _, (finding,) = judged([FIRST.name], {FIRST.name: Equivalent("old", "same")})
    assert "was written for another reference" in finding.found
    assert FIRST.key in finding.mend


def test_a_note_on_what_a_test_rejects_is_a_finding():
    _, (finding,) = judged([], {FIRST.name: Equivalent(FIRST.key, "same")})
    assert "a test rejects it" in finding.found


def test_a_note_on_no_mutation_is_a_finding():
    _, (finding,) = judged([], {"L9-plus-to-minus": Equivalent("x", "same")})
    assert finding.where == "mutation ex/L9-plus-to-minus"
    assert "no such mutation any more" in finding.found


def test_notes_are_read_from_a_file_beside_the_mutants(tmp_path):
    assert read_equivalents(tmp_path) == {}
    (tmp_path / "equivalent.toml").write_text('[ex.L2-x]\nkey = "k"\nreason = "r"')
    assert read_equivalents(tmp_path) == {"ex": {"L2-x": Equivalent("k", "r")}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[ex.L2-x\n", "line 1"),
        ('[ex.L2-x]\nkey = "k"', "missing required field `reason`"),
        ('[ex.L2-x]\nkey = "k"\nreason = " "', "ex.L2-x: no reason"),
        ('[ex.L2-x]\nkey = "k"\nreason = "r"\nwhy = 1', "unknown field `why`"),
    ],
    ids=["no toml", "no reason", "an empty reason", "a typing error"],
)
def test_a_broken_file_is_refused_with_lesson_and_place(tmp_path, text, told):
    folder = tmp_path / "1-1-1-tiny"
    folder.mkdir()
    (folder / "equivalent.toml").write_text(text)
    with pytest.raises(LessonError) as caught:
        read_equivalents(folder)
    assert str(caught.value).startswith("lesson 1-1-1-tiny: equivalent.toml")
    assert told in str(caught.value)
