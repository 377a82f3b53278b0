"""`nbgrader autograde`, unmodified, in a course folder: scores, comments, what survives."""

import json

import pytest
from class_maker import LESSON, RIGHT, STUB, run
from fake_lanes import CANARY


def test_plain_nbgrader_autograde_saves_the_hidden_tests_points(classroom):
    classroom.hand_in("ann")
    classroom.hand_in("bob", double=None)
    ran = run("nbgrader", "autograde", LESSON, cwd=classroom.root)
    assert ran.returncode == 0, ran.stderr
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    assert classroom.scores("bob") == {"add-one": 2.0, "double": 0.0}


def test_partial_credit_is_the_sum_of_the_tests_that_passed(classroom):
    classroom.hand_in("ann", add_one="# tests: passed, failed")
    assert classroom.autograde().code == 0
    assert classroom.grades("ann")["add-one"] == (1.0, None, 0)


@pytest.mark.parametrize(
    "output", ["prints: 2.0", "complains: a warning", "returns: 0.5", "returns: -3", "raises: no"]
)
def test_what_a_grade_cell_prints_changes_nothing(classroom, output):
    classroom.hand_in("ann", double=f"# tests: failed\n# {output}")
    notebook = classroom.notebook()
    for cell in notebook["cells"]:
        cell["source"] += f"\n# {output}"
    classroom.hand_in("bob", notebook)
    classroom.autograde()
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 0.0}
    assert classroom.scores("bob") == {"add-one": 2.0, "double": 3.0}


def test_outputs_of_the_file_never_count_and_do_not_stay(classroom):
    notebook = classroom.notebook(double=None)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "3.0"}, "metadata": {}}
            ]
    classroom.hand_in("ann", notebook)
    classroom.autograde()
    assert classroom.scores("ann")["double"] == 0.0
    assert classroom.cells("ann")["imports"]["outputs"] == []


def test_each_grade_cell_shows_its_exercise_below(classroom):
    classroom.hand_in("ann", add_one="# tests: passed, failed\n# message: off by <b>one</b>")
    classroom.autograde()
    (block,) = classroom.cells("ann")["add-one-check"]["outputs"]
    assert "".join(block["data"]["text/plain"]) == (
        "add-one: 1 of 2 points\n✓ Adds to zero.\n"
        "✗ Adds to any number. (gives a wrong answer)\n    off by <b>one</b>\n"
        "→ You forgot the one."
    )
    assert "off by &lt;b&gt;one&lt;/b&gt;" in "".join(block["data"]["text/html"])


def test_outputs_are_text_and_pictures_only(classroom):
    classroom.hand_in("ann", add_one="# shows: <script>alert(1)</script>")
    classroom.autograde()
    (output,) = classroom.cells("ann")["add-one"]["outputs"]
    assert output["data"].keys() == {"image/png", "text/plain"}
    assert output["metadata"] == {}


def test_deleted_grade_cells_are_put_back(classroom):
    notebook = classroom.notebook()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "double-check"]
    classroom.hand_in("ann", notebook)
    classroom.autograde()
    assert classroom.grades("ann")["double"] == (3.0, None, 0)
    assert (
        "restored deleted cells: double-check"
        in classroom.graded("ann")["metadata"]["workbook"]["notes"]
    )


def test_of_doubled_cells_the_last_answer_counts(classroom):
    notebook = classroom.notebook(double="# tests: failed")
    copies = [dict(one) for one in notebook["cells"] if one["id"].startswith("double")]
    copies[0]["source"] = RIGHT["double"]
    copies[1]["source"] = "print('not the author')"
    notebook["cells"] += copies
    classroom.hand_in("ann", notebook)
    classroom.autograde()
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    checks = [
        one
        for one in classroom.graded("ann")["cells"]
        if one["metadata"].get("nbgrader", {}).get("grade_id") == "double-check"
    ]
    assert ["".join(one["source"]) for one in checks] == ["assert double(1) == 2"]


def test_a_deleted_answer_scores_nothing_and_hurts_nobody(classroom):
    notebook = classroom.notebook()
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] != "double"]
    classroom.hand_in("ann", notebook)
    classroom.autograde()
    assert classroom.grades("ann") == {"add-one": (2.0, None, 0), "double": (0.0, None, 0)}
    assert classroom.comments("ann")["double"] == ("No response.", None)


@pytest.mark.parametrize(
    "change",
    [
        {"points": 1000},
        {"schema_version": 99},
        {"schema_version": 1},
        {"grade": "yes"},
        {"grade_id": "double"},
        {"locked": []},
        {"cell_type": "markdown"},
    ],
    ids=str,
)
def test_a_student_cannot_change_what_nbgrader_knows_of_a_cell(classroom, change):
    notebook = classroom.notebook()
    for cell in notebook["cells"]:
        if cell["id"] == "double-check":
            cell["metadata"]["nbgrader"] |= change
            cell["source"] = "pass"
    notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "x"}
    classroom.hand_in("ann", notebook)
    classroom.hand_in("bob")
    assert classroom.autograde().code == 0
    assert classroom.scores("ann") == classroom.scores("bob")
    assert classroom.graded("ann")["metadata"]["kernelspec"]["name"] == "python3"


def test_comments_say_what_went_wrong(classroom):
    classroom.hand_in("ann", add_one="# tests: passed, failed", double=None)
    classroom.hand_in("bob")
    classroom.autograde()
    assert classroom.comments("ann") == {
        "add-one": ("1 of 2 hidden tests passed. You forgot the one.", None),
        "double": ("No response.", None),
    }
    assert classroom.comments("bob") == {"add-one": (None, None), "double": (None, None)}


def test_our_own_fault_is_marked_for_a_person_and_never_scored_zero(classroom):
    classroom.hand_in("ann", add_one="# breaks the grader")
    classroom.hand_in("bob", double="# tests: internal")
    classroom.hand_in("cid")
    assert classroom.autograde().code == 0
    assert classroom.grades("ann") == {"add-one": (None, None, 1), "double": (None, None, 1)}
    assert classroom.grades("bob") == {"add-one": (2.0, None, 0), "double": (None, None, 1)}
    assert classroom.grades("cid") == {"add-one": (2.0, None, 0), "double": (3.0, None, 0)}
    assert "by no fault of the student" in classroom.comments("bob")["double"][0]
    assert CANARY not in json.dumps(classroom.graded("ann") | classroom.graded("bob"))


def test_a_notebook_that_failed_by_our_fault_is_graded_again(classroom, lanes_log):
    classroom.hand_in("ann", double="# tests: internal")
    classroom.autograde()
    classroom.autograde()
    assert len([line for line in lanes_log() if line.startswith("grade")]) == 2


def test_manual_grades_and_comments_survive(classroom):
    classroom.hand_in("ann", double="# tests: failed")
    classroom.autograde()
    classroom.change(
        "update grade set manual_score = 2.5, extra_credit = 1 where auto_score = 0 and "
        "cell_id in (select id from base_cell where name = 'double-check')"
    )
    classroom.change("update comment set manual_comment = 'Nearly!'")
    classroom.autograde("--force")
    assert classroom.grades("ann")["double"] == (0.0, 2.5, 1)
    assert classroom.comments("ann")["double"] == ("0 of 1 hidden tests passed.", "Nearly!")
    assert classroom.query("select extra_credit from grade where manual_score = 2.5") == [(1.0,)]


@pytest.mark.parametrize(("stamp", "penalty"), [("2024-01-01", None), ("2024-03-01", 5.0)])
def test_late_penalties_are_assigned_as_in_stock(classroom, stamp, penalty):
    with (classroom.root / "course_config.py").open("a") as file:
        file.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    classroom.change("update assignment set duedate = '2024-02-01 00:00:00.000000'")
    classroom.hand_in("ann", timestamp=f"{stamp} 12:00:00 UTC")
    classroom.autograde()
    late = "select late_submission_penalty from submitted_notebook"
    assert classroom.query(late) == [(penalty,)]
    # handed in again in time: the penalty goes
    classroom.hand_in("ann", timestamp="2024-01-02 12:00:00 UTC")
    classroom.autograde()
    assert classroom.query(late) == [(None,)]


def test_what_has_not_changed_is_not_graded_again(classroom, lanes_log):
    classroom.hand_in("ann")
    classroom.autograde()
    before = (classroom.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb").stat()
    assert classroom.autograde().code == 0
    after = (classroom.root / "autograded" / "ann" / LESSON / f"{LESSON}.ipynb").stat()
    assert before.st_mtime_ns == after.st_mtime_ns
    assert [line.split()[0] for line in lanes_log()].count("grade") == 1


def test_a_changed_submission_is_graded_again_without_force(classroom):
    classroom.hand_in("ann", double=None)
    classroom.autograde()
    classroom.hand_in("ann")
    classroom.autograde()
    assert classroom.scores("ann")["double"] == 3.0


def test_a_changed_hidden_test_grades_everybody_again(classroom, lanes_log, monkeypatch):
    classroom.hand_in("ann")
    classroom.autograde()
    monkeypatch.setenv("FAKE_LANES_VERSION", "fake-2")
    classroom.autograde()
    assert classroom.graded("ann")["metadata"]["workbook"]["version"] == "fake-2"
    assert [line.split()[0] for line in lanes_log()].count("grade") == 2


def test_force_grades_again(classroom, lanes_log):
    classroom.hand_in("ann")
    classroom.autograde()
    classroom.autograde("--force")
    assert [line.split()[0] for line in lanes_log()].count("grade") == 2


def test_results_on_disk_are_used_when_graded_notebooks_are_gone(classroom, lanes_log):
    classroom.hand_in("ann")
    classroom.autograde()
    (notebook,) = (classroom.root / "autograded").rglob("*.ipynb")
    notebook.unlink()
    classroom.autograde()
    assert [line.split()[0] for line in lanes_log()].count("grade") == 1
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}


def test_a_gradebook_that_knows_no_lesson_is_told(classroom):
    (classroom.root / "gradebook.db").unlink()
    classroom.hand_in("ann")
    assert classroom.autograde().code == 0
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}


def test_a_new_gradebook_gets_what_was_graded_before(classroom, lanes_log):
    classroom.hand_in("ann")
    classroom.autograde()
    (classroom.root / "gradebook.db").unlink()
    classroom.autograde()
    assert classroom.scores("ann") == {"add-one": 2.0, "double": 3.0}
    assert [line.split()[0] for line in lanes_log()].count("grade") == 1


def test_files_beside_the_notebook_do_not_reach_the_graded_folder(classroom):
    folder = classroom.hand_in("ann", timestamp="2024-01-01 12:00:00 UTC").parent
    for name in ("evil.html", "conftest.py", "torch.py"):
        (folder / name).write_text("<script>alert(1)</script>")
    assert classroom.autograde().code == 0
    kept = {path.name for path in (classroom.root / "autograded" / "ann" / LESSON).iterdir()}
    assert kept == {f"{LESSON}.ipynb", "timestamp.txt"}


def test_student_and_assignment_options_work_as_in_stock(classroom):
    for student in ("ann", "bob", "bea"):
        classroom.hand_in(student)
    assert classroom.autograde("--student=b*").code == 0
    graded = {path.name for path in (classroom.root / "autograded").iterdir()}
    assert graded == {"bob", "bea"}


def test_the_stub_is_what_students_get(classroom):
    cells = {one["id"]: "".join(one["source"]) for one in classroom.release()["cells"]}
    assert STUB.replace("\n", "\n    ") in cells["add-one"]


def test_export_writes_the_hidden_tests_points(classroom):
    classroom.hand_in("ann", double="# tests: failed")
    classroom.autograde()
    assert classroom.nbgrader("export").code == 0
    header, row = (classroom.root / "grades.csv").read_text().splitlines()
    line = dict(zip(header.split(","), row.split(","), strict=True))
    assert (line["student_id"], float(line["score"]), float(line["max_score"])) == ("ann", 2.0, 5.0)
