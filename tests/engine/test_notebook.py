"""Intake: what is refused, and what is put back."""

import os

import nbformat
import pytest

from autograder.errors import LessonError, NotebookError
from autograder.notebook import LessonNotebook, Submission, parse_notebook, read_notebook

MIB = 2**20


def cell(id, source, role="own", points=0.0, tags=()):
    new = nbformat.v4.new_code_cell(source, id=id)
    marks = {"schema_version": 3, "grade_id": id, "task": False}
    if role == "answer":
        marks |= {"grade": False, "solution": True, "locked": False}
    elif role == "check":
        marks |= {"grade": True, "solution": False, "locked": True, "points": points}
    else:
        marks |= {"grade": False, "solution": False, "locked": True}
    if role != "own":
        new.metadata.nbgrader = marks
    new.metadata.tags = list(tags)
    return new


def lesson_cells():
    return [
        cell("imports", "import torch", "locked"),
        cell("show", "plot()", "locked", tags=["demo"]),
        cell("one", "def one(): return 1", "answer"),
        cell("one-check", "assert one() == 1, 'x'", "check", 2),
        cell("two", "def two(): return 2", "answer"),
        cell("two-check", "assert two() == 2, 'x'", "check", 3),
    ]


def parsed(cells):
    return parse_notebook(nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode(), "x")


@pytest.fixture
def lesson():
    return LessonNotebook("1-1-1-tiny", tuple(parsed(lesson_cells())))


def submitted(cells, lesson):
    return Submission.of(parsed(cells), lesson, "hers.ipynb")


def test_a_lesson_knows_its_exercises_and_points(lesson):
    assert [(e.id, e.points) for e in lesson.exercises] == [("one", 2), ("two", 3)]
    assert lesson.max_score == 5


def test_demo_cells_are_skipped_unless_all_are_wanted(lesson):
    mine = submitted(lesson_cells(), lesson)
    assert "show" not in [c.id for c in mine.to_run()]
    assert "show" in [c.id for c in mine.to_run(run_all=True)]


def test_a_changed_grade_cell_is_the_authors_again(lesson):
    cells = lesson_cells()
    cells[3].source = "pass"
    assert submitted(cells, lesson).cells[3].source.startswith("assert one()")


def test_a_deleted_grade_cell_comes_back_behind_its_answer(lesson):
    cells = lesson_cells()
    del cells[3]
    mine = submitted(cells, lesson)
    assert [c.grade_id for c in mine.cells][2:4] == ["one", "one-check"]
    assert "one-check" in mine.notes[0]


def test_deleted_imports_come_back_first(lesson):
    mine = submitted(lesson_cells()[2:], lesson)
    assert mine.cells[0].grade_id == "imports"


def test_a_deleted_answer_stays_away_so_that_a_definition_elsewhere_counts(lesson):
    cells = [c for c in lesson_cells() if c.id != "one"]
    assert "one" not in [c.grade_id for c in submitted(cells, lesson).cells]


def test_of_doubled_answers_the_last_counts_and_all_run(lesson):
    cells = lesson_cells()
    again = cell("one", "def one(): return 11", "answer")
    again.id = "copy"
    mine = submitted([*cells, again], lesson)
    assert mine.answers("one") == "def one(): return 11"
    assert "def one(): return 1" in [c.source for c in mine.to_run()]


def test_doubled_grade_cells_become_one(lesson):
    cells = lesson_cells()
    again = cell("one-check", "pass", "check", 9)
    again.id = "copy"
    mine = submitted([*cells, again], lesson)
    assert [c.grade_id for c in mine.cells].count("one-check") == 1


def test_cells_that_a_student_tagged_demo_run_all_the_same(lesson):
    own = cell("mine", "x = 1", tags=["demo"])
    assert "mine" in [c.id for c in submitted([*lesson_cells(), own], lesson).to_run()]


def test_lost_metadata_is_made_good_by_cell_ids(lesson):
    cells = lesson_cells()
    for c in cells:
        c.metadata.clear()
    assert submitted(cells, lesson).answers("two") == "def two(): return 2"


def test_another_notebook_is_refused(lesson):
    with pytest.raises(NotebookError, match=r"hers\.ipynb is not a notebook of lesson"):
        submitted([cell("x", "1")], lesson)


def test_a_grade_cell_without_an_answer_is_an_authors_mistake():
    notebook = LessonNotebook("1-1-1-tiny", tuple(parsed([cell("one-check", "pass", "check", 1)])))
    with pytest.raises(LessonError, match="needs an answer cell"):
        _ = notebook.exercises


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"hello", "not JSON"),
        (b"[]", "not a notebook"),
        (b"{}", "not a notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "format 3"),
        (b'{"nbformat": 4, "cells": 7}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 1}]}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "not a notebook"),
        (b'{"nbformat": 4, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep"),
    ],
    ids=["empty", "binary", "text", "list", "object", "v3", "cells", "source", "bare", "deep"],
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, data, words):
    path = tmp_path / "homework.ipynb"
    path.write_bytes(data)
    with pytest.raises(NotebookError, match=words) as caught:
        read_notebook(path, MIB)
    assert str(path) in str(caught.value)


def test_a_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "big.ipynb"
    path.write_bytes(b" " * (MIB + 1))
    with pytest.raises(NotebookError, match="larger than 1 MiB"):
        read_notebook(path, MIB)


def test_links_folders_and_pipes_are_refused(tmp_path):
    real = tmp_path / "real.ipynb"
    real.write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(real)
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(NotebookError, match="plain file"):
            read_notebook(tmp_path / f"{name}.ipynb", MIB)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NotebookError, match="no such file"):
        read_notebook(tmp_path / "gone.ipynb", MIB)
