"""Every attack under `notebooks/`, graded for real: what it earns, and what it cannot do.

A round grades four notebooks one after the other in the same engine: the attack with a wrong
answer, the same cell around a right answer, the attack beside a right answer, and a control.
"""

import copy
import json
from pathlib import Path

import make_attacks
import pytest
from attack_course import ANSWERS, POINTS, own_cell
from inert import assert_inert
from make_attacks import RIGHT, WRONG, Attack

from autograder.engine.results import GradedNotebook

MOST_PRINTED = 250_000
"""The lesson's limit of 60 000 bytes for a cell, as JSON with escapes, and an error's traceback."""
NOTEBOOKS = make_attacks.notebooks()


def cell_of(notebook: dict, id: str) -> dict:
    """Return a cell by the name that nbgrader has for it."""
    named = (one for one in notebook["cells"] if one["metadata"].get("nbgrader"))
    return next(one for one in named if one["metadata"]["nbgrader"]["grade_id"] == id)


def around_a_right_answer(notebook: dict) -> dict:
    """The same cell, with a right `answer` in it."""
    made = copy.deepcopy(notebook)
    cell = cell_of(made, "add")
    assert cell["source"].startswith(WRONG)
    cell["source"] = RIGHT + cell["source"].removeprefix(WRONG)
    return made


def beside_a_right_answer(notebook: dict) -> dict:
    """The attack in a cell of the student's own, and a right answer behind it."""
    made = copy.deepcopy(notebook)
    cell = cell_of(made, "add")
    place = made["cells"].index(cell)
    made["cells"].insert(place, own_cell("attack-beside", cell["source"]))
    cell["source"] = ANSWERS["add"]
    return made


def earned(word: str) -> float:
    """Return the points that a word in `right` of an attack means."""
    return {"full": POINTS["add"], "zero": 0.0}.get(word) if word.isalpha() else float(word)


def assert_ran(attack: Attack, graded: GradedNotebook, cell: str) -> None:
    """See that the attack ran and how its cell ended: a typing error must not pass for a wall."""
    assert graded.failed_cells.get(cell, "") in (attack.ends or [""])
    printed = json.dumps(graded.outputs.get(cell, []))
    assert len(printed) < MOST_PRINTED
    for line in attack.says:
        assert line in printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_an_attack_gains_nothing_and_costs_nobody_anything(classroom, path: Path):
    attack, notebook = Attack.read(path)
    prefix = f"{attack.group}.{attack.name}."
    wrong, right, beside, control = (f"{prefix}{n}" for n in ("1", "2", "3", "4"))
    with classroom.attacked(prefix):
        classroom.hand_in(wrong, copy.deepcopy(notebook))
        classroom.hand_in(right, around_a_right_answer(notebook))
        classroom.hand_in(beside, beside_a_right_answer(notebook))
        classroom.hand_in(control)
        classroom.grade(f"{prefix}*")
        for student in (wrong, right, beside, control):
            assert_inert(classroom.page(student))
    found = {student: classroom.scores(student) for student in (wrong, right, beside, control)}
    assert found == {
        wrong: POINTS | {"add": 0.0},
        right: POINTS | {"add": found[right]["add"]},
        beside: POINTS,
        control: POINTS,
    }
    assert found[right]["add"] in map(earned, attack.right)
    for student, cell in ((wrong, "add"), (right, "add"), (beside, "attack-beside")):
        assert_ran(attack, classroom.graded(student), cell)
    verdicts = {test.verdict for test in classroom.graded(wrong).result.exercise("add").tests}
    assert not attack.seen or verdicts & set(attack.seen)


def test_notebooks_are_what_their_texts_make():
    assert list(make_attacks.stale()) == []
