"""nbgrader's formgrader in a real browser: what students wrote is shown, and inert."""

import json

import pytest
from browsing import visit
from class_maker import LESSON
from class_server import TOKEN, ask, formgrader_server
from hostile import hand_in_hostile
from payloads import EVIL


@pytest.fixture
def address(classroom, tmp_path):
    """The formgrader of a class in which one notebook is full of payloads."""
    hand_in_hostile(classroom)
    classroom.hand_in("Müller, Zoë 1".replace(",", ""))
    classroom.autograde()
    name = "<img src=x onerror=pwn('name')>"
    classroom.change("update student set first_name = ?, last_name = ?", name, name)
    comment = f"<script>pwn('comment')</script><img src={EVIL}/comment.png onerror=pwn(1)>"
    classroom.change("update comment set manual_comment = ?, auto_comment = ?", comment, comment)
    with formgrader_server(classroom.root, tmp_path / "server.log") as address:
        yield address


def test_a_submission_and_every_list_of_the_class_are_inert(browser, address):
    found = ask(f"{address}/formgrader/api/submitted_notebooks/{LESSON}/{LESSON}")
    ids = {row["student"]: row["id"] for row in json.loads(found)}
    lists = ("manage_assignments", "gradebook", "manage_students", f"manage_submissions/{LESSON}")
    pages = [f"submissions/{ids['ann']}/", f"gradebook/{LESSON}/{LESSON}/", *lists]
    for page in (*pages, "manage_students/ann/", f"manage_students/ann/{LESSON}/"):
        seen = visit(
            browser,
            f"{address}/formgrader/{page}",
            allowed=[f"{address}/"],
            headers={"Authorization": TOKEN},
            touch=False,  # buttons would lead away
        )
        assert seen.text
        assert seen.ran == [], page
        assert [asked for asked in seen.asked if asked.startswith(EVIL)] == [], page
        # nbgrader's own buttons have such links, and what a student wrote none
        assert [link for link in seen.scripts if "pwn" in link] == [], page
