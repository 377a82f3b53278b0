"""The review pages: a student's code beside the solution, for the instructor's eyes."""

import json
import re

import pytest
from browsing import HOST, visit
from class_maker import LESSON
from class_server import ask, formgrader_server
from classes import HOSTILE
from click.testing import CliRunner

from autograder.classroom.review import side_by_side
from autograder.cli import main


@pytest.fixture
def reviewed(graded, workbook):
    """The graded class, with a review page of everybody."""
    workbook("review", LESSON)

    def read(student):
        path = graded.root / "reviews" / student / LESSON / f"{LESSON}.html"
        return path.read_text(encoding="utf-8")

    return read


def plain(text):
    return re.sub(r"<[^>]+>", "", text)


def test_a_page_shows_code_solution_points_and_tests(reviewed):
    text = reviewed("ann")
    assert "return 1" in plain(text)
    assert "return x + 1" in plain(text)
    assert "BEGIN SOLUTION" not in text
    assert re.search(r"<strong>4</strong> of 5 points", text)
    assert "Adds to any number." in text
    assert "You forgot the one." in text
    assert "canary" not in text


def test_pages_lead_to_each_other_and_to_the_feedback(graded, reviewed):
    assert f"../../cid/{LESSON}/{LESSON}.html" in reviewed("bob")
    assert f"../../ann/{LESSON}/{LESSON}.html" in reviewed("bob")
    folder = graded.root / "reviews" / "bob" / LESSON
    for link in re.findall(r'href="([^"]*)"', reviewed("bob")):
        assert (folder / link).resolve().is_file(), link
    assert "← before" not in reviewed("ann")
    assert "after →" not in reviewed("dora")


def test_what_was_graded_is_shown_and_not_what_was_handed_in_since(graded, workbook):
    graded.hand_in("ann", add_one="def add_one(x):\n    return 'newer'")
    workbook("review", LESSON, "--student", "ann")
    text = (graded.root / "reviews" / "ann" / LESSON / f"{LESSON}.html").read_text()
    assert "return 1" in plain(text)
    assert "newer" not in text


def test_submissions_of_another_folder_are_shown_too(classroom, tmp_path, workbook):
    classroom.hand_in("eve", folder=tmp_path / "late", double="def double(x):\n    return x + x")
    workbook("grade", LESSON, "--submitted", tmp_path / "late")
    workbook("review", LESSON)
    text = (classroom.root / "reviews" / "eve" / LESSON / f"{LESSON}.html").read_text()
    assert "return x + x" in plain(text)


def test_nothing_that_a_student_wrote_runs_or_is_fetched(browser, reviewed):
    text = reviewed("cid")
    assert "pwn(" in plain(text)
    seen = visit(browser, HOST, body=text)
    assert (seen.ran, seen.asked, seen.scripts) == ([], [], [])
    unprotected, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert count == 1
    seen = visit(browser, HOST, body=unprotected)
    assert (seen.ran, seen.asked, seen.scripts) == ([], [], [])
    assert HOSTILE in seen.text


def test_a_stranger_is_named(graded):
    ran = CliRunner().invoke(main, ["review", LESSON, "--student", "zoe"])
    assert ran.exit_code == 2
    assert f"zoe: no grade in {LESSON}" in ran.output


def test_equal_lines_stand_beside_each_other():
    lines = side_by_side("a = 1\nb = 2\nc = 3", "a = 1\nc = 3  \nd = 4")
    assert [(plain(line.left), plain(line.right).rstrip(), line.kind) for line in lines] == [
        ("a = 1", "a = 1", ""),
        ("b = 2", "", "gone"),
        ("c = 3", "c = 3", ""),
        ("", "d = 4", "new"),
    ]


@pytest.mark.parametrize("width", [390, 1280])
def test_long_lines_make_no_page_wider_than_the_screen(browser, graded, workbook, width):
    graded.hand_in("ann", add_one="def add_one(x): return " + "x + " * 200 + "1")
    workbook("grade", LESSON, "--student", "ann")
    workbook("review", LESSON, "--student", "ann")
    text = (graded.root / "reviews" / "ann" / LESSON / f"{LESSON}.html").read_text()
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_content(text)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_the_formgrader_leads_to_the_page_where_there_is_one(graded, reviewed, tmp_path):
    (graded.root / "reviews" / "dora" / LESSON / f"{LESSON}.html").unlink()
    with formgrader_server(graded.root, tmp_path / "server.log") as address:
        found = ask(f"{address}/formgrader/api/submitted_notebooks/{LESSON}/{LESSON}")
        ids = {row["student"]: row["id"] for row in json.loads(found)}
        pages = {name: ask(f"{address}/formgrader/submissions/{ids[name]}/") for name in ids}
        (link,) = re.findall(r'<a href="([^"]*)#add-one"[^>]*>add-one</a>', pages["ann"])
        assert "What ann wrote" in ask(address + link.replace("/./", "/"))  # as browsers read it
    assert "Beside the solution: " not in pages["dora"]
    assert f"<code>workbook review {LESSON}</code> writes a page" in pages["dora"]
