"""An instructor's way through a class, clicked in JupyterLab: grade, mark, give feedback."""

import pytest
from class_maker import LESSON
from formgrader_pages import (
    fill_and_save,
    open_assignments,
    open_formgrader,
    open_grading,
    open_submissions,
    press,
    reload,
    row_of,
)
from nbgrader.api import Gradebook
from written_course import ESSAY, MODEL, OFF, POINTS, WRITTEN, hand_in

from autograder.classroom.review import write_reviews

COMMENT = "Well said. *Which* rounding?"


@pytest.fixture
def handed_in(classroom):
    """A class that nobody has graded."""
    hand_in(classroom, "ann", ESSAY, add_one=OFF)
    hand_in(classroom, "bob", "It is a bug of Python.", double=None)
    return classroom


def submission_of(classroom, student):
    """The name of a graded notebook in the formgrader's addresses."""
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        return gradebook.find_submission_notebook(LESSON, LESSON, student).id


def written_answer(classroom, student):
    """What nbgrader's own interface has: points by us and by hand, comment; points of the lesson"""
    with Gradebook(f"sqlite:///{classroom.root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(LESSON, LESSON, student)
        grade = gradebook.find_grade(WRITTEN, LESSON, LESSON, student)
        comment = gradebook.find_comment(WRITTEN, LESSON, LESSON, student)
        return grade.auto_score, grade.manual_score, comment.comment, submission.score


def test_a_class_is_graded_marked_by_hand_and_given_feedback(handed_in, lab, picture):
    formgrader = open_formgrader(lab)
    picture("assignments")
    autograde(formgrader, picture)

    open_grading(formgrader, submission_of(handed_in, "ann"))
    mark_by_hand(lab, formgrader, picture)
    by_hand = (None, 3.0, COMMENT, 7.0)
    assert written_answer(handed_in, "ann") == by_hand

    open_assignments(formgrader)
    give_feedback(formgrader, handed_in.page, picture)

    assert "Successfully autograded" in press(formgrader, "ann", "autograde")
    row_of(formgrader, "ann").get_by_text("7 / 9").wait_for()
    assert written_answer(handed_in, "ann") == by_hand

    open_grading(formgrader, submission_of(handed_in, "ann"))
    follow_the_links_to_the_review(formgrader, handed_in, picture)


def autograde(formgrader, picture):
    """Grade a submission by its button; the words in it wait for a person."""
    open_submissions(formgrader)
    row_of(formgrader, "ann").get_by_text("needs autograding").wait_for()
    picture("submissions")
    assert "Successfully autograded" in press(formgrader, "ann", "autograde")
    row_of(formgrader, "ann").get_by_text("needs manual grading").wait_for()
    row_of(formgrader, "ann").get_by_text("4 / 9").wait_for()
    row_of(formgrader, "bob").get_by_text("needs autograding").wait_for()
    picture("graded")


def mark_by_hand(lab, formgrader, picture):
    """See the scores and tests of the exercises; give points and a comment for the words."""
    for exercise, points in (("add-one", 1), ("double", 3)):
        formgrader.locator(f"#{exercise}-check[placeholder='{points}']").wait_for()
    tests = formgrader.locator(".wb-block", has_text="add-one").inner_text()
    assert "Adds to any number. gives a wrong answer" in tests
    score = formgrader.locator(f"#{WRITTEN}")
    assert f"/ {POINTS}.0" in formgrader.locator(".nbgrader_cell", has=score).inner_text()
    picture("submission")
    fill_and_save(lab, score, "3", "grade")
    fill_and_save(lab, formgrader.locator(f"#{WRITTEN}-comment"), COMMENT, "comment")
    picture("marked")


def give_feedback(formgrader, page, picture):
    """Make a student's page by its button."""
    open_submissions(formgrader)
    row_of(formgrader, "ann").get_by_text("graded", exact=True).wait_for()
    assert "Successfully generated feedback" in press(formgrader, "ann", "generate-feedback")
    for text in ("<strong>7</strong> of 9 points", "<em>Which</em> rounding?", "graded by hand"):
        assert text in page("ann")
    picture("feedback")


def follow_the_links_to_the_review(formgrader, classroom, picture):
    """See how to have the solution beside the answers; have it; go to one of them."""
    formgrader.get_by_text(f"workbook review {LESSON}").wait_for()
    write_reviews(classroom.course, LESSON, classroom.root / "reviews")
    reload(formgrader)
    link = formgrader.get_by_role("link", name=WRITTEN, exact=True)
    assert formgrader.get_by_text("made before").count() == 0
    picture("links")
    link.click()
    formgrader.get_by_text("What ann wrote").first.wait_for()
    assert "int(x) + 1" in formgrader.locator("section#add-one").inner_text()
    words = formgrader.locator(f"section#{WRITTEN}").inner_text()
    assert MODEL in words
    assert "Both are **rounded** to 53 bits" in words
    assert f"3 / {POINTS}" in words
    picture("review")
