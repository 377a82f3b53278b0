"""nbgrader's formgrader, in a real Jupyter server: it reads our scores and runs no student code."""

import json

import pytest
from class_maker import LESSON
from class_server import ask, formgrader_server


@pytest.fixture
def formgrader(classroom, tmp_path):
    """A graded class in a Jupyter server; returns a function that asks it and one that tells it."""
    source = "<script>alert(1)</script><img src=x onerror=alert(2)>\n\n*mine*"
    own = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": source}
    notebook = classroom.notebook(
        add_one="# tests: passed, failed\n# shows: <script>alert(3)</script>"
    )
    notebook["cells"].append(own)
    classroom.hand_in("ann", notebook)
    classroom.hand_in("bob", double="# tests: internal")
    classroom.autograde()

    def ask_json(path, data=None, method=None):
        encoded = None if data is None else json.dumps(data).encode()
        return ask(address + path, encoded, method or ("GET" if data is None else "PUT"))

    with formgrader_server(classroom.root, tmp_path / "server.log") as address:
        yield ask_json


def test_the_formgrader_reads_shows_and_keeps_our_scores(classroom, formgrader):
    submissions = json.loads(formgrader(f"/formgrader/api/submissions/{LESSON}"))
    rows = {row["student"]: row for row in submissions}
    assert (rows["ann"]["score"], rows["ann"]["max_score"]) == (4.0, 5.0)
    assert rows["ann"]["needs_manual_grade"] is False
    assert rows["bob"]["needs_manual_grade"] is True

    notebooks = json.loads(formgrader(f"/formgrader/api/submitted_notebooks/{LESSON}/{LESSON}"))
    ids = {row["student"]: row["id"] for row in notebooks}
    page = formgrader(f"/formgrader/submissions/{ids['ann']}/")
    assert "You forgot the one." in page
    assert "Adds to any number." in page
    for text in ("<script>alert", "onerror=alert(2)>"):
        assert text not in page
    assert "<em>mine</em>" in page
    assert "<msup>" in page  # formulas need no network
    assert "$x^2$" not in page

    grades = json.loads(formgrader(f"/formgrader/api/grades?submission_id={ids['bob']}"))
    waiting = next(grade for grade in grades if grade["needs_manual_grade"])
    assert waiting["auto_score"] is None
    answer = formgrader(f"/formgrader/api/grade/{waiting['id']}", {"manual_score": 2})
    assert json.loads(answer)["manual_score"] == 2
    classroom.autograde("--force")
    assert classroom.grades("bob")["double"] == (None, 2.0, 1)


def test_the_formgraders_buttons_work(classroom, formgrader):
    def press(student, button="submission", action="autograde"):
        path = f"/formgrader/api/{button}/{LESSON}/{student}/{action}"
        return json.loads(formgrader(path, method="POST"))

    classroom.hand_in("ann")
    assert press("ann")["success"]
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    classroom.hand_in("cid", b"{")
    answer = press("cid")
    assert not answer["success"]
    assert "is not JSON" in answer["log"]
    assert press("ann")["success"]
    assert press("ann", "assignment", "generate_feedback")["success"]
    assert "<h1>A tiny lesson</h1>" in classroom.page("ann")
