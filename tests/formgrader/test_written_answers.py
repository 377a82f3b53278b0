"""Answers in words: a person grades them, and nothing that we do takes that back."""

import json

import pytest
from class_maker import LESSON
from written_course import ESSAY, MODEL, POINTS, QUESTION, WRITTEN, hand_in

from autograder.authoring.build import build
from autograder.course import load_course
from autograder.errors import LessonError
from autograder.leaks.secrets import course_secrets
from autograder.notebook import LessonNotebook, Submission

FAKE = "\nc.SubmissionExporter.lanes_class = 'fake_lanes.FakeLanes'\n"


@pytest.fixture
def graded_class(classroom, monkeypatch):
    """The class with lanes that grade at once; tests run in its folder."""
    with (classroom.root / "course_config.py").open("a") as file:
        file.write(FAKE)
    monkeypatch.chdir(classroom.root)
    return classroom


def marked(cell, **marks):
    """Return a function that gives a cell of the source other marks."""

    def change(notebook):
        for one in notebook["cells"]:
            if one["id"] == cell:
                one["metadata"]["nbgrader"] |= marks
                one["cell_type"] = marks.get("cell_type", one["cell_type"])
                if one["cell_type"] == "code":
                    one |= {"source": "0.1 + 0.2", "outputs": [], "execution_count": None}

    return change


def test_the_release_holds_the_question_and_a_stub(classroom):
    cells = {one["id"]: "".join(one["source"]) for one in classroom.release()["cells"]}
    assert cells["question"] == QUESTION
    assert cells[WRITTEN] == "*Your answer here.*"


def test_the_model_answer_is_a_secret(classroom):
    secrets, public = course_secrets(classroom.course)
    assert MODEL in [secret.text for secret in secrets if secret.kind == "solution"]
    assert not any(MODEL in text for texts in public.around.values() for text in texts)


def test_words_wait_for_a_person_and_blank_ones_earn_nothing(graded_class):
    hand_in(graded_class, "ann", ESSAY)
    hand_in(graded_class, "bob", None)
    assert graded_class.autograde().code == 0
    assert graded_class.grades("ann")[WRITTEN] == (None, None, 1)
    assert graded_class.grades("bob")[WRITTEN] == (0.0, None, 0)
    assert graded_class.comments("bob")[WRITTEN] == ("No response.", None)


def test_a_deleted_written_answer_is_a_blank_one(graded_class):
    notebook = graded_class.notebook()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != WRITTEN]
    graded_class.hand_in("ann", notebook)
    assert graded_class.autograde().code == 0
    assert graded_class.grades("ann")[WRITTEN] == (0.0, None, 0)


def test_an_answer_in_words_is_never_run(classroom):
    notebook = classroom.notebook()
    for one in notebook["cells"]:
        if one["id"] == WRITTEN:
            one |= {"cell_type": "code", "source": "1 / 0", "outputs": [], "execution_count": None}
    path = classroom.hand_in("ann", notebook)
    lesson = LessonNotebook.load(LESSON, classroom.course.release(LESSON))
    cells = LessonNotebook.load(LESSON, path).cells
    submission = Submission.of(cells, lesson, "ann")
    assert WRITTEN not in [cell.grade_id for cell in submission.to_run()]
    assert submission.answers(WRITTEN) == "1 / 0"


def test_a_persons_points_stay_when_all_are_graded_again(graded_class):
    hand_in(graded_class, "ann", ESSAY)
    graded_class.autograde()
    graded_class.change("update grade set manual_score = 3 where auto_score is null")
    graded_class.change("update comment set manual_comment = 'Well said.'")
    graded_class.autograde("--force")
    assert graded_class.grades("ann")[WRITTEN] == (None, 3.0, 1)
    assert graded_class.comments("ann")[WRITTEN] == (None, "Well said.")


def test_the_feedback_page_shows_the_words_with_their_points(graded_class):
    hand_in(graded_class, "ann", ESSAY)
    graded_class.autograde()
    graded_class.feedback()
    assert "waits for your instructor" in graded_class.page("ann")
    graded_class.change("update grade set manual_score = 3 where auto_score is null")
    graded_class.feedback("--force")
    page = graded_class.page("ann")
    answer = page.partition('id="wb-3"')[2].partition("</section>")[0]
    assert f'Your answer <span class="num">3 of {POINTS} points' in answer
    assert "<strong>rounded</strong>" in answer
    assert 'href="#wb-3">why-rounded</a>' in page
    assert "<strong>8</strong> of 9 points" in page


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (marked(WRITTEN, points=0), "a grade cell with 0 points"),
        (marked(WRITTEN, locked=True), "students cannot write in"),
        (marked(WRITTEN, cell_type="code"), "both answer and grade cell"),
        (marked("question", task=True), "a task cell"),
    ],
    ids=["no points", "locked", "code", "task"],
)
def test_a_written_answer_that_cannot_be_graded_is_not_built(classroom, change, found):
    source = classroom.root / "source" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(source.read_text())
    change(notebook)
    source.write_text(json.dumps(notebook))
    with pytest.raises(LessonError, match=found):
        build(load_course(classroom.root), execute=False)
