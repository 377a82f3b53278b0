"""Bad submissions: one message with file and way out each, and the class is graded all the same."""

import json
import os

import pytest
from class_maker import LESSON

from autograder.classroom.grading import Order, grade_class
from autograder.errors import (
    ConfigError,
    LessonError,
    NotebookError,
    SandboxError,
    StaleBuildError,
    UsageError,
)

DEEP = b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
DEEP_OUTPUT = (
    b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "outputs": '
    + b"[" * 100_000
    + b"]" * 100_000
    + b"}]}"
)


def rename(classroom):
    path = classroom.hand_in("bad")
    path.rename(path.with_name("homework.ipynb"))


def link_file(classroom):
    classroom.hand_in("bad").unlink()
    target = classroom.root / "submitted" / "good" / LESSON / f"{LESSON}.ipynb"
    (classroom.root / "submitted" / "bad" / LESSON / f"{LESSON}.ipynb").symlink_to(target)


def link_beside(classroom):
    folder = classroom.hand_in("bad").parent
    (folder / "notes.txt").symlink_to("/etc/passwd")


def link_folder(classroom):
    (classroom.root / "submitted" / "bad").mkdir()
    target = classroom.root / "submitted" / "good" / LESSON
    (classroom.root / "submitted" / "bad" / LESSON).symlink_to(target)


def link_student(classroom):
    (classroom.root / "submitted" / "bad").symlink_to(classroom.root / "submitted" / "good")


def pipe(classroom):
    path = classroom.hand_in("bad")
    path.unlink()
    os.mkfifo(path)


def pipe_beside(classroom):
    os.mkfifo(classroom.hand_in("bad").with_name("data.csv"))


def huge(classroom):
    path = classroom.hand_in("bad")
    os.truncate(path, 90 * 10**6)


def no_notebook(classroom):
    classroom.hand_in("bad").rename(classroom.root / "submitted" / "bad" / LESSON / "answers.py")


def bad_date(classroom):
    classroom.hand_in("bad", timestamp="the day after tomorrow")


def of(data):
    return lambda classroom: classroom.hand_in("bad", data)


BAD = {
    "not JSON": (of(b"{"), "is not JSON"),
    "empty": (of(b""), "is not JSON"),
    "not text": (of(b"\xff\xfe\x00"), "is not JSON"),
    "a list": (of(b"[]"), "is not a notebook"),
    "no cells": (of(b'{"nbformat": 4}'), "is not a notebook"),
    "cells of wrong types": (of(b'{"nbformat": 4, "cells": [1]}'), "is not a notebook"),
    "old format": (of(b'{"nbformat": 3, "worksheets": []}'), "notebook format 3"),
    "new format": (of(b'{"nbformat": 5, "cells": []}'), "notebook format 5"),
    "deep": (of(DEEP), "nested too deeply"),
    "deep outputs": (of(DEEP_OUTPUT), "nested too deeply"),
    "another lesson": (of(b'{"nbformat": 4, "cells": []}'), "none of its cells"),
    "renamed": (rename, "homework.ipynb: rename it"),
    "linked file": (link_file, "is a link"),
    "linked file beside": (link_beside, "is a link"),
    "linked folder": (link_folder, "is a link"),
    "linked student": (link_student, "is a link"),
    "pipe": (pipe, "not a plain file"),
    "pipe beside": (pipe_beside, "not a plain file"),
    "huge": (huge, "larger than"),
    "no notebook": (no_notebook, "holds no"),
    "bad date": (bad_date, "holds no date"),
}


@pytest.fixture(params=BAD.values(), ids=BAD.keys())
def bad_class(request, classroom):
    """A class of which one notebook is good and one is bad, and a word of the message."""
    make, word = request.param
    classroom.hand_in("good")
    make(classroom)
    return classroom, word


def test_grade_sets_it_aside_with_one_message(bad_class):
    classroom, word = bad_class
    report = grade_class(classroom.course, Order(LESSON))
    rows = {row.student: row for row in report.students}
    assert (rows["good"].status, rows["good"].score) == ("graded", 5.0)
    (message,) = rows["bad"].notes
    assert rows["bad"].status == "refused"
    assert word in message
    assert str(classroom.root / "submitted" / "bad") in message
    assert report.exit_code == 1


def test_plain_autograde_sets_it_aside_with_one_message(bad_class):
    classroom, word = bad_class
    ran = classroom.autograde()
    assert ran.code == 1
    about_it = [text for text in ran.errors if "bad" in text]
    assert len(about_it) == 1
    assert word in about_it[0]
    assert "set aside" in ran.errors[-1]
    assert classroom.scores("good") == {"add-one": 2.0, "double": 3.0}
    assert classroom.scores("bad") == {}
    assert not (classroom.root / "autograded" / "bad").exists()


def test_a_student_graded_before_keeps_all_when_a_new_file_is_bad(classroom):
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.hand_in("ann", b"{")
    assert classroom.autograde("--force").code == 1
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    assert (classroom.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb").exists()


@pytest.mark.parametrize("name", ["<img src=x>", "=cmd()", "a'b", "a\nb", "-force"], ids=repr)
def test_students_with_dangerous_names_are_refused(classroom, name):
    classroom.hand_in("good")
    classroom.hand_in(name)
    report = grade_class(classroom.course, Order(LESSON))
    assert {row.student: row.status for row in report.students}[" ".join(name.split())] == "refused"
    assert classroom.autograde().code == 1
    assert classroom.query("select id from student") == [("good",)]


def test_a_notebook_outside_of_a_lessons_folder_is_named(classroom):
    classroom.hand_in("good")
    (classroom.root / "submitted" / "ann.ipynb").write_text("{}")
    (classroom.root / "submitted" / "bob").mkdir()
    (classroom.root / "submitted" / "bob" / f"{LESSON}.ipynb").write_text("{}")
    rows = {row.student: row for row in grade_class(classroom.course, Order(LESSON)).students}
    assert "lies in no student's folder: move it to" in rows["ann"].notes[0]
    assert "lies in no lesson's folder: move it to" in rows["bob"].notes[0]


def test_who_has_not_handed_in_is_listed_and_no_failure(classroom):
    classroom.hand_in("good")
    (classroom.root / "submitted" / "ann" / "9-9-9-other").mkdir(parents=True)
    report = grade_class(classroom.course, Order(LESSON))
    assert {row.student: row.status for row in report.students} == {
        "ann": "absent",
        "good": "graded",
    }
    assert report.exit_code == 0


def test_an_empty_class_is_said(classroom):
    with pytest.raises(NotebookError, match="nobody handed in") as caught:
        grade_class(classroom.course, Order(LESSON))
    assert f"<student>/{LESSON}/{LESSON}.ipynb" in str(caught.value)
    with pytest.raises(NotebookError, match="nobody that matches 'z\\*'"):
        grade_class(classroom.course, Order(LESSON, students="z*"))


def test_a_missing_folder_or_lesson_is_said(classroom, tmp_path):
    with pytest.raises(UsageError, match="there is no lesson '9-9-9-none'"):
        grade_class(classroom.course, Order("9-9-9-none"))
    with pytest.raises(UsageError, match="there is no folder"):
        grade_class(classroom.course, Order(LESSON, submitted=tmp_path / "none"))


def test_a_lesson_that_was_not_built_is_said(classroom):
    classroom.hand_in("ann")
    classroom.course.release(LESSON).unlink()
    with pytest.raises((LessonError, StaleBuildError), match="workbook build"):
        grade_class(classroom.course, Order(LESSON))


def edit_source(classroom):
    path = classroom.course.source(LESSON)
    notebook = json.loads(path.read_text())
    notebook["cells"][-1]["source"] = "assert double(7) == 14"
    path.write_text(json.dumps(notebook))


def test_a_stale_release_stops_everything_and_touches_nothing(classroom):
    classroom.hand_in("ann")
    classroom.autograde()
    edit_source(classroom)
    with pytest.raises(StaleBuildError, match=f"release/{LESSON}.*workbook build {LESSON}"):
        grade_class(classroom.course, Order(LESSON, fresh=True))
    ran = classroom.autograde("--force")
    assert ran.code == 1
    assert len([text for text in ran.errors if "workbook build" in text]) == 1
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    assert (classroom.root / "autograded" / "ann").exists()


def test_no_walls_stops_everything_and_touches_nothing(classroom, monkeypatch):
    classroom.hand_in("ann")
    monkeypatch.setenv("FAKE_LANES_FAULT", "sandbox")
    with pytest.raises(SandboxError, match="user namespaces"):
        grade_class(classroom.course, Order(LESSON))
    ran = classroom.autograde()
    assert ran.code == 1
    assert [text for text in ran.errors if "user namespaces" in text] == ran.errors
    assert classroom.query("select * from student") == []
    assert not (classroom.root / "autograded").exists()


def test_cells_that_were_graded_may_not_go(classroom):
    classroom.hand_in("ann")
    classroom.autograde()
    release = classroom.release()
    release["cells"] = release["cells"][:-2]
    classroom.course.release(LESSON).write_text(json.dumps(release))
    classroom.course.source(LESSON).unlink()  # no source: a machine that only grades
    classroom.hand_in("bob", release)
    ran = classroom.autograde()
    assert ran.code == 1
    assert "the gradebook holds grades for other cells" in ran.errors[0]
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}


def test_lanes_that_are_not_there_are_a_fault_of_the_settings(classroom):
    classroom.hand_in("ann")
    with (classroom.root / "course_config.py").open("a") as file:
        file.write("c.SubmissionExporter.lanes_class = 'no.such.Lanes'\n")
    with pytest.raises(ConfigError, match=r"no\.such\.Lanes"):
        grade_class(classroom.course, Order(LESSON))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: (root / "nbgrader_config.py").unlink(),
        lambda root: (root / "nbgrader_config.py").write_text("c = get_config()\n"),
        lambda root: (root / "nbgrader_config.py").write_text(
            "load_subconfig('course_config.py')\nc = get_config()\n"
            "c.Autograde.autograde_preprocessors.append('nbgrader.preprocessors.Execute')\n"
        ),
    ],
    ids=["no settings", "empty settings", "stock execution"],
)
def test_settings_that_would_run_code_without_walls_are_refused(classroom, spoil):
    classroom.hand_in("ann", add_one="open('ran', 'w')")
    spoil(classroom.root)
    with pytest.raises(ConfigError, match="outside the sandbox"):
        grade_class(classroom.course, Order(LESSON))
    assert not (classroom.root / "ran").exists()
    assert not (classroom.root / "autograded").exists()
