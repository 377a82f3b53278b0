"""The demo, as `make demo` runs it, in a folder of its own."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKBOOK = Path(sys.executable).parent / "workbook"
FULL = 30.0
SCORES = {
    "answers-in-cells-of-their-own": FULL,
    "deleted-and-doubled-cells": FULL,
    "ends-the-process": FULL - 2,
    "loops-for-ever": FULL - 2,
    "nothing-done": 0.0,
    "reads-what-it-should-not": FULL - 2,
    "right-as-in-the-lesson": FULL,
    "right-in-style-1": FULL,
    "right-in-style-2": FULL,
    "right-in-style-3": FULL,
    "syntax-error": FULL - 2,
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Run the demo once; return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    done = subprocess.run(
        [str(WORKBOOK), "demo", "--to", str(folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def test_every_student_gets_the_score_that_is_due(demo):
    folder, _ = demo
    with (folder / "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert len(scores) >= 12
    assert {student: scores[student] for student in SCORES} == SCORES
    for student in scores.keys() - SCORES.keys():
        assert 0 < scores[student] < FULL, student


def test_every_student_gets_a_feedback_page_that_tells_no_secret(demo):
    folder, _ = demo
    pages = list(folder.glob("feedback/*/3-1-1-matmul/3-1-1-matmul.html"))
    assert len(pages) >= 12
    for page in pages:
        text = page.read_text()
        assert "autograder.testing" not in text
        assert "assert_close" not in text
        assert "root:x:0" not in text


def test_it_says_where_everything_lies(demo):
    folder, printed = demo
    assert "walls: tier" in printed
    assert f"{folder}/gradebook.db" in printed
    assert (folder / "gradebook.db").is_file()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    done = subprocess.run(
        [str(WORKBOOK), "demo", "--to", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "holds something else" in done.stderr
    assert (tmp_path / "thesis.tex").read_text() == "years of work"
