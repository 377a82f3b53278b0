"""Feedback pages: what they show, what they hide, and that they run and fetch nothing."""

import json
import re
from html.parser import HTMLParser

import pytest
from class_maker import LESSON, cell, run
from fake_lanes import CANARY, PIXEL

from autograder.classroom.feedback import Inert, inert_outputs
from autograder.classroom.pages import markdown_html

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)>
<iframe src="https://evil.example"></iframe><svg onload=alert(3)></svg>
[click](javascript:alert(4)) ![pixel](https://evil.example/p.png) <b onclick=alert(5)>b</b>
<style>body{background:url(https://evil.example)}</style><link rel=stylesheet href=//evil.example>
<form action=https://evil.example><input name=x></form><a href="data:text/html,<script>">d</a>
<meta http-equiv=refresh content="0;url=https://evil.example"><base href=https://evil.example>
{{ 7 * 7 }} {% raw %} $x<y$ <details ontoggle=alert(6) open>x</details><math><mtext></mtext></math>
`<script>alert(7)</script>` <a href=" javascript:alert(8)">j</a> <div id=wb-1 class=wb-block>9</div>
"""


class Seen(HTMLParser):
    """Collects what a browser would find in a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.ids = set(), [], []
        self.styles, self.in_style = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        self.styles += [value for name, value in attrs if name == "style"]
        self.in_style = tag == "style"

    def handle_endtag(self, tag):
        self.in_style = False

    def handle_data(self, data):
        if self.in_style:
            self.styles.append(data)


def assert_inert(page):
    """Nothing in the page runs, or is fetched from anywhere."""
    seen = Seen(page)
    forbidden = {"script", "iframe", "object", "embed", "link", "form", "input", "base", "svg"}
    assert not seen.tags & forbidden
    for tag, name, value in seen.attributes:
        assert not name.startswith("on"), (tag, name, value)
        if name in ("src", "srcset", "poster", "background", "action", "data"):
            assert value.startswith("data:image/"), (tag, name, value)
        if name == "href":
            assert re.match(r"#|https?:|mailto:", value), (tag, name, value)
    assert not re.search(r"url\s*\(|@import|expression", " ".join(seen.styles))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert f'http-equiv="Content-Security-Policy" content="{policy}' in page


def test_plain_nbgrader_generate_feedback_writes_a_page(classroom):
    classroom.hand_in("ann", add_one="# tests: passed, failed\n# message: off by one")
    classroom.autograde()
    ran = run("nbgrader", "generate_feedback", LESSON, cwd=classroom.root)
    assert ran.returncode == 0, ran.stderr
    page = classroom.page("ann")
    assert "<h1>A tiny lesson</h1>" in page
    assert re.search(r"<strong>4</strong> of 5 points", page)
    for text in ("Adds to any number.", "off by one", "You forgot the one.", "Adds to zero."):
        assert text in page
    assert_inert(page)


def test_the_summary_leads_to_every_exercise(classroom):
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.feedback()
    page = classroom.page("ann")
    links = re.findall(r'<a href="#(wb-\d+)">([\w-]+)</a>', page)
    assert [name for _, name in links] == ["add-one", "double"]
    assert {target for target, _ in links} <= set(Seen(page).ids)


def hostile_notebook(classroom):
    """A notebook with hostile text wherever a student may write."""
    notebook = classroom.notebook(
        add_one="# shows: <script>alert(1)</script><img src=x onerror=alert(2)>\n"
        "# prints: <script>alert(3)</script>\n# raises: <script>alert(4)</script>\n"
        "# tests: passed, failed\n# message: <script>alert(5)</script> {{ 7 * 7 }}\n"
        '"""<script>alert(6)</script>"""'
    )
    own = [
        {"cell_type": "markdown", "id": "own", "metadata": {}, "source": HOSTILE},
        {"cell_type": "raw", "id": "raw", "metadata": {"raw_mimetype": "text/html"}}
        | {"source": HOSTILE},
        {"cell_type": "code", "id": '"><script>', "metadata": {"tags": ["<script>"]}}
        | {"source": f'"""{HOSTILE}"""', "outputs": [], "execution_count": None},
    ]
    own[0]["attachments"] = {"x.svg": {"image/svg+xml": "<svg onload=alert(1)>"}}
    notebook["cells"][4:4] = own
    notebook["metadata"]["title"] = "<script>alert(1)</script>"
    return notebook


def test_nothing_that_a_student_wrote_runs_or_is_fetched(classroom):
    classroom.hand_in("ann", hostile_notebook(classroom))
    classroom.autograde()
    assert classroom.feedback().code == 0
    page = classroom.page("ann")
    assert_inert(page)
    assert "{{ 7 * 7 }}" in page
    assert "evil.example" not in "".join(value for _, _, value in Seen(page).attributes)
    assert Seen(page).ids == ["wb-top", "wb-1", "wb-2"]
    assert f"data:image/png;base64,{PIXEL}" in page


def test_a_persons_comment_is_shown_and_inert(classroom):
    classroom.hand_in("ann", double="# tests: failed")
    classroom.autograde()
    classroom.change("update comment set manual_comment = ?", f"**Nearly!** {HOSTILE}")
    classroom.feedback()
    page = classroom.page("ann")
    assert "<strong>Nearly!</strong>" in page
    assert_inert(page)


def test_no_page_holds_anything_of_the_hidden_tests_or_the_grader(classroom):
    classroom.hand_in("ann", add_one="# tests: passed, failed", double="# tests: internal")
    classroom.hand_in("bob", double="# breaks the grader")
    classroom.autograde()
    classroom.feedback()
    for student in ("ann", "bob"):
        for text in (classroom.page(student), json.dumps(classroom.graded(student))):
            assert CANARY not in text
            assert "SECRET" not in text
            assert "Traceback" not in text


def test_what_waits_for_a_person_is_not_shown_as_zero(classroom):
    classroom.hand_in("ann", double="# tests: internal")
    classroom.autograde()
    classroom.feedback()
    page = classroom.page("ann")
    assert "waits for your instructor" in page
    assert re.search(r"–\s*/ 3", page)
    classroom.change("update grade set manual_score = 2 where auto_score is null")
    classroom.feedback("--force")
    page = classroom.page("ann")
    assert "waits for your instructor" not in page
    assert "graded by hand" in page
    assert re.search(r"<strong>4</strong> of 5 points", page)


def test_late_penalties_are_shown(classroom):
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.change("update submitted_notebook set late_submission_penalty = 1.5")
    classroom.feedback()
    page = classroom.page("ann")
    assert re.search(r"<strong>3.5</strong> of 5 points", page)
    assert "Handed in late" in page


def test_skipped_demonstrations_show_the_solutions_pictures(classroom):
    picture = {"output_type": "display_data", "metadata": {}}
    data = {"image/png": PIXEL, "text/html": "<script>alert(1)</script>", "text/plain": "text"}
    one = cell("picture", "import matplotlib", tags=["demo"])
    one["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "solution text"},
        picture | {"data": data},
    ]
    path = classroom.course.solution(LESSON)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": [one], "metadata": {}, "nbformat": 4}))
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.feedback()
    page = classroom.page("ann")
    assert f"data:image/png;base64,{PIXEL}" in page
    assert "solution text" not in page
    assert_inert(page)


def test_notes_on_the_notebook_are_shown(classroom):
    notebook = classroom.notebook()
    del notebook["cells"][-1]
    classroom.hand_in("ann", notebook)
    classroom.autograde()
    classroom.feedback()
    assert "restored deleted cells: double-check" in classroom.page("ann")


def test_formulas_of_the_author_become_mathml_and_a_students_stay_text():
    pytest.importorskip("latex2mathml")
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in markdown_html("$x^2$", author=True)
    assert "$x^2$" in markdown_html("$x^2$", author=False)
    broken = markdown_html(r"$\bad{$ and <details><summary>s</summary>b</details>", author=True)
    assert "<summary>s</summary>" in broken


@pytest.mark.parametrize("author", [True, False])
def test_markdown_is_inert_whoever_wrote_it(author):
    page = markdown_html(HOSTILE, author=author)
    seen = Seen(page)
    assert not seen.tags & {"script", "iframe", "svg", "style", "link", "form", "meta", "base"}
    assert not [one for one in seen.attributes if one[1].startswith("on") or one[1] == "id"]
    assert not [one for one in seen.attributes if one[1] == "src"]


def test_a_forged_block_is_not_taken_for_ours(classroom):
    """The fake lanes' display carries metadata that looks like a result."""
    classroom.hand_in("ann", add_one="# shows: x\n# tests: failed, failed", double=None)
    classroom.autograde()
    classroom.feedback()
    assert "<strong>0</strong> of 5 points" in classroom.page("ann")
    assert classroom.page("ann").count('class="wb-block"') == 2


def test_other_peoples_pages_get_inert_cells():
    import nbformat

    data = {"text/html": "<script>1</script>", "text/plain": "x"}
    out = nbformat.v4.new_output("display_data", data=data)
    code = nbformat.v4.new_code_cell("x", outputs=[out])
    own = nbformat.v4.new_markdown_cell("<script>alert(1)</script>*a*")
    own.attachments = {"a.svg": {"image/svg+xml": "<svg/>"}}
    nb, _ = Inert().preprocess(nbformat.v4.new_notebook(cells=[code, own]), {})
    assert nb.cells[0].outputs[0]["data"] == {"text/plain": "x"}
    assert "<script" not in nb.cells[1].source
    assert "attachments" not in nb.cells[1]


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"output_type": "stream"},
        {"output_type": "error", "traceback": "no list"},
        {"output_type": "display_data", "data": {"image/png": 'x"><script>'}},
        {"output_type": "display_data", "data": {"image/png": 7, "text/plain": ["a", "b"]}},
        {"output_type": "unheard-of", "data": {"text/html": "x"}},
        {"output_type": "execute_result", "data": None, "metadata": {"workbook": 7}},
    ],
    ids=str,
)
def test_strange_outputs_become_plain_ones(output):
    for kept in inert_outputs([output]):
        assert kept["output_type"] in ("stream", "error", "display_data")
        assert "<script>" not in json.dumps(kept)
