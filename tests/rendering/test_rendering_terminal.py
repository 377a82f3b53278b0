"""What `workbook grade` and `workbook check` print: no name and no message moves a cursor."""

import json
import os

import pytest
from class_maker import LESSON
from click.testing import CliRunner
from payloads import TEXT

from autograder.cli import main
from autograder.text import one_line, plain, worded

NAMES = {
    "escape": "a\x1b[2J\x1b]0;title\x07b",
    "two lines": "a\nann: 5",
    "carriage return": "a\rann",
    "8-bit escape": "a\x9b31mb",
    "right to left": "a\u202egnp.exe",
    "half a character": b"a\xff\xfe",
    "markup": "[red]a[bold]",
    "link": "[link=https:evil.test]a",
    "html": "<img src=x onerror=pwn()>",
    "formula": "=1+1",
    "long": "a" * 200,
}


@pytest.fixture
def workbook(classroom, monkeypatch):
    """Run a command in the course folder."""
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *args: CliRunner().invoke(main, [str(arg) for arg in args], prog_name="workbook")


def is_tame(text):
    """Whether a terminal only shows it."""
    return all(sign in "\n\t" or sign.isprintable() for sign in text)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_student_with_a_strange_name_is_refused_in_plain_words(classroom, workbook, name):
    classroom.hand_in("ann")
    folder = os.fsencode(classroom.root / "submitted") + b"/" + os.fsencode(name)
    os.makedirs(folder + b"/" + LESSON.encode())
    ran = workbook("grade", LESSON)
    assert ran.exit_code == 1
    assert is_tame(ran.output)
    assert ran.output.count("rename it") == 1
    assert ran.stdout.count("│ ann ") == 1
    report = json.loads(workbook("grade", LESSON, "--json").stdout)
    assert [row["status"] for row in report["students"]].count("refused") == 1


def test_nbgraders_own_log_is_tame_as_well(classroom):
    classroom.hand_in("ann")
    for name in NAMES.values():
        folder = os.fsencode(classroom.root / "submitted") + b"/" + os.fsencode(name)
        os.makedirs(folder + b"/" + LESSON.encode())
    ran = classroom.autograde()
    assert ran.code == 1
    assert all(map(is_tame, ran.errors))


@pytest.mark.parametrize("text", TEXT[:3], ids=["colours", "markup", "directions"])
def test_a_students_message_is_shown_without_its_tricks(classroom, workbook, text):
    told = text.replace("\n", " ").replace("\ud800", "")
    path = classroom.hand_in("ann", double=f"# tests: failed\n# message: {told}")
    ran = workbook("check", path)
    assert ran.exit_code == 1
    assert is_tame(ran.output)


def test_a_file_that_cannot_be_checked_is_named_in_plain_words(classroom, workbook, tmp_path):
    path = tmp_path / f"{LESSON}\x1b[2J\n\u202e.ipynb"
    path.write_text('{"nbformat": 4, "cells": [{"cell_type": "\\u001b[31m", "source": ""}]}')
    ran = workbook("check", path)
    assert ran.exit_code == 1
    assert is_tame(ran.output)
    assert ran.output.count("\n") == 1


@pytest.mark.parametrize("text", TEXT, ids=lambda text: ascii(text)[:30])
def test_cleaned_text_is_tame_and_can_be_written(text):
    assert is_tame(worded(text))
    assert is_tame(one_line(text))
    assert "\n" not in one_line(text * 100)
    assert len(one_line(text * 100)) <= 300
    plain(text).encode()


def test_colours_stay_in_pages_unless_nbconvert_would_choke_on_them():
    assert plain("\x1b[1;31mred\x1b[0m \x1b[38;5;241mgrey\x1b[m") == (
        "\x1b[1;31mred\x1b[0m \x1b[38;5;241mgrey\x1b[m"
    )
    assert plain("\x1b[38mx\x1b[48;5my\x1b[38;2;1;2mz\x1b[1;38m") == "xyz"
    assert plain("\x1b[31m" * 10_000) == ""
