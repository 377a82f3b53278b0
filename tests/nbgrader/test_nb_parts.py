"""The parts by themselves: intake, store, batch, blocks."""

import json
from concurrent.futures import Future
from dataclasses import replace

import pytest
from class_maker import LESSON
from fake_lanes import FakeLanes

from autograder.classroom.batch import Batch
from autograder.classroom.blocks import block_of, inert
from autograder.classroom.intake import Handed, load_submission, scan
from autograder.classroom.nbgrader_plugin import node_submission, submission_node
from autograder.classroom.register import read_release
from autograder.engine.store import ResultStore, key_of
from autograder.errors import InternalError, NotebookError, SandboxError
from autograder.notebook import LessonNotebook
from autograder.text import plain

MIB = 2**20


@pytest.fixture
def template(classroom):
    """The lesson as the grader knows it."""
    return LessonNotebook.load(LESSON, classroom.course.release(LESSON))


def strange(classroom):
    """A notebook with doubled, deleted, renamed and badly named cells."""
    notebook = classroom.notebook()
    cells = {one["id"]: one for one in notebook["cells"]}
    own = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": []}
    notebook["cells"] = [
        own | {"id": "double-check-not"},
        own | {"id": "<script>"},
        own,
        cells["double"] | {"id": "add-one", "source": "# an earlier copy"},
        cells["double"] | {"id": "x"},
        own | {"id": "x"},
        cells["title"] | {"metadata": {}},
        cells["add-one"] | {"id": "y" * 100, "cell_type": "markdown"},
        own | {"id": "double-check"},
        own | {"id": "imports", "source": "import os; os._exit(0)"},
    ]
    return notebook


def test_what_nbgrader_works_on_is_the_same_submission(classroom, template):
    path = classroom.hand_in("ann", strange(classroom))
    submission = load_submission(path, template, MIB)
    node = submission_node(submission, read_release(classroom.course, LESSON))
    assert node_submission(node, template) == submission
    assert key_of(submission, "v") == key_of(node_submission(node, template), "v")
    ids = [cell.id for cell in submission.cells]
    assert len(ids) == len(set(ids))
    assert next(cell for cell in submission.cells if cell.grade_id == "imports").source == (
        "import math"
    )


def test_a_notebook_is_read_once_and_within_bounds(classroom, template):
    path = classroom.hand_in("ann")
    with pytest.raises(NotebookError, match="larger than"):
        load_submission(path, template, 100)


def test_scan_finds_submissions_without_opening_them(classroom):
    classroom.hand_in("ann", b"{")
    classroom.hand_in("Ünal Öz")
    (classroom.root / "submitted" / ".hidden").mkdir()
    seen = scan(classroom.root / "submitted", LESSON)
    assert [handed.student for handed in seen.handed] == ["ann", "Ünal Öz"]
    assert seen.refused == seen.absent == ()
    assert scan(classroom.root / "none", LESSON).handed == ()


def test_keys_tell_apart_all_that_decides_a_result(classroom, template):
    submission = load_submission(classroom.hand_in("ann"), template, MIB)
    cells = list(submission.cells)
    cells[1] = replace(cells[1], source="import os")
    other = replace(submission, cells=tuple(cells))
    keys = {
        key_of(submission, "v1"),
        key_of(submission, "v2"),
        key_of(submission, "v1", run_all=True),
        key_of(other, "v1"),
    }
    assert len(keys) == 4
    assert key_of(replace(submission, notes=("seen",)), "v1") in keys


@pytest.fixture
def graded(classroom, template):
    """Grade a submission with the fake lanes."""

    def grade(**answers):
        submission = load_submission(classroom.hand_in("ann", **answers), template, MIB)
        return FakeLanes(classroom.course, LESSON).graded(submission)

    return grade


def test_a_stored_result_comes_back(graded, tmp_path):
    store = ResultStore(tmp_path, LESSON)
    result = graded(add_one="# prints: hello")
    assert store.get("key") is None
    assert store.put("key", result)
    assert store.get("key") == result
    assert [path.name for path in store.folder.iterdir()] == ["key.json"]
    assert store.folder == tmp_path / ".workbook" / "results" / LESSON


def test_our_own_faults_are_never_stored(graded, tmp_path):
    store = ResultStore(tmp_path, LESSON)
    assert not store.put("key", graded(double="# tests: internal"))
    assert not store.put("key", graded(double="# tests: refused"))
    assert store.get("key") is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"result": 1}', b"\xff"])
def test_a_spoilt_result_is_none(tmp_path, data):
    store = ResultStore(tmp_path, LESSON)
    store.folder.mkdir(parents=True)
    store.path("key").write_bytes(data)
    assert store.get("key") is None


class SlowLanes(FakeLanes):
    """Keeps every future open, and counts them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.open = []

    def submit(self, submission):
        future = Future()
        self.open.append((future, submission))
        return future

    def finish(self):
        for future, submission in self.open:
            if not future.done():
                future.set_result(self.graded(submission))


@pytest.fixture
def batch(classroom):
    """A class of twenty in a batch of three ahead; returns it with its lanes."""
    lanes = SlowLanes(classroom.course, LESSON)
    made = Batch(classroom.course, LESSON, lambda: lanes, ahead=3)
    planned = []
    for number in range(20):
        path = classroom.hand_in(f"s{number:02}", double=f"# student {number // 2}")
        handed = Handed(f"s{number:02}", LESSON, path.parent, path)
        planned.append((handed, made.key(made.load(handed))))
    made.begin(planned)
    return made, lanes, [handed for handed, _ in planned]


def test_a_batch_works_ahead_but_not_far(batch):
    made, lanes, handed = batch
    assert len(lanes.open) == 2  # of three ahead, two have the same cells
    lanes.finish()
    for number, one in enumerate(handed):
        lanes.finish()
        graded = made.take(one.student, made.load(one))
        assert graded.result.score == 5.0
        assert len(lanes.open) <= (number + 5) // 2 + 1
        lanes.finish()
    assert len(lanes.open) == 10
    assert lanes.closed


def test_students_that_nbgrader_passes_by_do_not_block_the_batch(batch):
    made, lanes, handed = batch
    lanes.finish()
    for one in (handed[2], handed[11]):
        submission = made.load(one)
        lanes.submit = FakeLanes.submit.__get__(lanes)
        assert made.take(one.student, submission).result.score == 5.0


def test_who_changed_after_the_scan_is_graded_as_he_is_now(batch, classroom):
    made, lanes, handed = batch
    lanes.finish()
    classroom.hand_in("s00", double="# tests: failed")
    lanes.submit = FakeLanes.submit.__get__(lanes)
    assert made.take("s00", made.load(handed[0])).result.score == 2.0


@pytest.mark.parametrize("error", [InternalError("gone"), ValueError("a bug of ours")], ids=repr)
def test_what_breaks_on_our_side_leaves_the_notebook_ungraded(batch, error):
    made, lanes, handed = batch
    lanes.open[0][0].set_exception(error)
    graded = made.take(handed[0].student, made.load(handed[0]))
    verdicts = {test.verdict for one in graded.result.exercises for test in one.tests}
    assert verdicts == {"internal"}
    assert graded.result.max_score == 5.0
    assert not made.store.path(made.key(made.load(handed[0]))).exists()


def test_missing_walls_are_raised(batch):
    made, lanes, handed = batch
    lanes.open[0][0].set_exception(SandboxError("no walls"))
    with pytest.raises(SandboxError):
        made.take(handed[0].student, made.load(handed[0]))


def test_inert_outputs_keep_pictures_and_text():
    data = {"image/png": ["aGk=", "\n"], "text/html": "<b>", "text/plain": ["a\n", "b"]}
    (output,) = inert([{"output_type": "display_data", "data": data, "metadata": {"x": 1}}])
    assert output["data"] == {"image/png": "aGk=\n", "text/plain": "a\nb"}
    (html,) = inert([{"output_type": "display_data", "data": {"text/html": "<b>"}}])
    assert "text/html" not in html["data"]
    assert block_of(output) is None


def test_plain_text_has_no_control_characters():
    assert plain("a\x00\x08b\x1b[0m\n\t\u202ec\ud800") == "ab\x1b[0m\n\tc?"


def test_a_release_without_sources_as_lists_or_strings_is_one(classroom):
    release = read_release(classroom.course, LESSON)
    assert all(isinstance(cell["source"], str) for cell in release["cells"])
    assert json.dumps(release)
