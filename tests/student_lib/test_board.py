"""The board that shows a training's progress: text, HTML, and how often it draws."""

from unittest.mock import patch

import pytest

from student_lib import board, utils

HISTORY = [
    {"epoch": 0, "training": True, "loss": 1.23456, "accuracy": 0.5},
    {"epoch": 0, "training": False, "loss": 1.0, "accuracy": 0.25},
    {"epoch": 1, "training": True, "loss": 0.5, "accuracy": 0.75},
]


class Screen:
    """Stands for a notebook's output: counts what is shown and what is drawn over."""

    def __init__(self) -> None:
        self.shown = self.updated = 0

    def display(self, thing, display_id=None):
        self.shown += 1
        return self

    def update(self, thing):
        self.updated += 1


@pytest.fixture
def screen():
    screen = Screen()
    with (
        patch("IPython.display.display", screen.display),
        patch.object(board, "_in_notebook", lambda: True),
    ):
        yield screen


def test_both_passes_of_an_epoch_stand_in_one_row(screen):
    shown = utils.Board()
    shown(0, 0, HISTORY)
    lines = [line.split() for line in repr(shown).splitlines()]
    assert lines[0] == "epoch train loss train accuracy valid loss valid accuracy".split()  # noqa: SIM905
    assert lines[1:] == [["0", "1.2346", "0.5000", "1.0000", "0.2500"], ["1", "0.5000", "0.7500"]]


def test_the_page_has_a_bar_only_while_the_training_runs(screen):
    shown = utils.Board()
    shown(3, 40, HISTORY)
    assert "<progress value=3 max=40>" in shown._repr_html_()
    shown(0, 0, HISTORY)
    page = shown._repr_html_()
    assert "<progress" not in page
    assert page.count("<tr>") == 3


def test_it_draws_in_one_place_and_not_too_often(screen):
    shown = utils.Board(seconds=60)
    for done in range(1, 6):
        shown(done, 5, [])
    assert (screen.shown, screen.updated) == (1, 0)
    shown(0, 0, HISTORY)
    assert (screen.shown, screen.updated) == (1, 1)


def test_a_second_training_begins_another_table(screen):
    shown = utils.Board(seconds=0)
    for _ in range(2):
        shown(1, 2, [])
        shown(0, 0, HISTORY)
    assert (screen.shown, screen.updated) == (2, 2)


def test_outside_of_a_notebook_only_the_end_is_printed(capsys):
    shown = utils.Board(seconds=0)
    shown(1, 2, HISTORY)
    assert capsys.readouterr().out == ""
    shown(0, 0, HISTORY)
    assert "1.2346" in capsys.readouterr().out
