"""Feedback pages in a real browser: nothing runs and nothing is fetched, whoever wrote what."""

import re
import time

import nbformat
import pytest
from browsing import HOST, visit
from class_maker import LESSON
from hostile import hand_in_hostile
from payloads import EVERYTHING, EVIL, HTML, MARKDOWN, MUTATING, REFRESH, TEXT

from autograder.classroom.blocks import block_html
from autograder.classroom.feedback import Inert
from autograder.classroom.pages import code_html, inert_markdown, markdown_html
from autograder.engine import results
from autograder.text import plain

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
WRITTEN = [plain(text) for text in [*HTML, *MUTATING, *MARKDOWN, *TEXT]]


def assert_inert(seen):
    """The browser saw a page that is only text and pictures."""
    assert seen.ran == []
    assert seen.asked == []
    assert seen.scripts == []


@pytest.fixture
def page(classroom):
    """The feedback page of a notebook with payloads wherever a student may write."""
    hand_in_hostile(classroom)
    classroom.autograde()
    assert classroom.feedback().code == 0
    return classroom.page("ann")


def test_a_feedback_page_is_inert_with_its_policy_and_without(browser, page):
    assert_inert(visit(browser, HOST, body=page))
    unprotected, count = POLICY.subn("", page)
    assert count == 1
    seen = visit(browser, HOST, body=unprotected)
    assert_inert(seen)
    assert "{{7*7}}" in seen.text
    assert "<script>pwn('script')</script>" in seen.text
    assert seen.title == "A tiny lesson: feedback"


def test_a_pages_policy_alone_holds_off_every_payload(browser, page):
    """All but those that lead away from the page, which no policy of a page forbids."""
    head, body = page.split("<body>")
    told = "".join(text for text in [*HTML, *MUTATING] if text != REFRESH)
    seen = visit(browser, HOST, body=f"{head}<body>{told}{body}")
    assert [what for what in seen.ran if not what.startswith("frames")] == []
    assert seen.asked == []


def test_what_the_lesson_writes_stays_a_picture_and_a_formula(page):
    assert 'src="data:image/png;base64,' in page
    assert "<msup>" in page


@pytest.mark.parametrize("author", [True, False], ids=["author", "student"])
def test_no_markdown_runs_or_fetches(browser, author):
    pages = [markdown_html(text, author=author) for text in WRITTEN]
    assert_inert(visit(browser, HOST, body="<hr>".join(pages)))


def test_no_code_and_no_result_runs_or_fetches(browser):
    test = results.TestResult(
        name="t", title=EVERYTHING, verdict="failed", message=EVERYTHING, points=1, seconds=0
    )
    result = results.ExerciseResult.of(EVERYTHING, [test], diagnosis=EVERYTHING)
    pages = [code_html(text) for text in WRITTEN]
    assert_inert(visit(browser, HOST, body="<hr>".join([*pages, block_html(result)])))


def test_markdown_made_inert_stays_so_in_nbconverts_own_pages(browser):
    from nbconvert import HTMLExporter

    new = nbformat.v4
    cells = [new.new_markdown_cell(text) for text in WRITTEN]
    cells += [new.new_raw_cell(EVERYTHING, metadata={"raw_mimetype": "text/html"})]
    kinds = ("text/html", "image/svg+xml", "application/javascript", "text/latex", "text/markdown")
    data = dict.fromkeys(kinds, EVERYTHING) | {"text/plain": "\n".join(TEXT[:2])}
    output = new.new_output("display_data", data=data)
    stream = new.new_output("stream", text="\n".join(TEXT).replace("\ud800", ""))
    cells += [new.new_code_cell(EVERYTHING, outputs=[output, stream])]
    made, _ = Inert().preprocess(new.new_notebook(cells=cells), {})
    exporter = HTMLExporter(template_name="classic", mathjax_url="", require_js_url="")
    page, _ = exporter.from_notebook_node(made)
    seen = visit(browser, HOST, body=page)
    assert [asked for asked in seen.asked if asked.startswith(EVIL)] == []
    assert seen.scripts == []
    assert seen.ran == []
    assert "\n\n" not in inert_markdown(EVERYTHING)


def test_the_class_page_of_a_person_with_a_strange_name_is_inert(browser, classroom):
    name = "<img src=x onerror=pwn('name')>"
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.change("update student set first_name = ?, last_name = ?", name, name)
    classroom.feedback()
    assert_inert(visit(browser, HOST, body=classroom.page("ann")))
    assert LESSON in classroom.page("ann")


def test_code_in_very_long_lines_is_shown_at_once():
    """The highlighter's time grows with the square of a line's length: this took four seconds."""
    start = time.process_time()
    page = code_html('"' + "\\N{" * 16_000)
    assert time.process_time() - start < 2
    assert "\\N{" in page
