"""`workbook lab` opens copies that are the reader's own, and leaves release/ alone."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring.build import build
from autograder.authoring.release import read_tree
from autograder.cli import main
from autograder.commands.lab import FOLDER, TABLE, lay_out
from autograder.course import Course, load_course
from autograder.errors import BuildError, StaleBuildError

sys.path.append(str(Path(__file__).parents[1] / "publish"))
from publish_course import FIRST, first, write_course, write_source


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with its releases. Read only."""
    return write_course(tmp_path_factory.mktemp("lab"))


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """A copy of it, to spoil."""
    shutil.copytree(built.root, tmp_path / "course")
    return load_course(tmp_path / "course")


def release_again(course: Course) -> None:
    """Release the first lesson with another title."""
    content = first()
    content["cells"][0]["source"] = "# Other sums"
    write_source(course.root, FIRST, content)
    build(course, [FIRST], execute=False)


def test_every_released_lesson_is_copied(course: Course, tmp_path: Path) -> None:
    before = read_tree(course.root / "release")
    assert lay_out(course, tmp_path / "mine") == []
    copied = read_tree(tmp_path / "mine")
    assert copied.items() >= before.items()
    names = [lesson["name"] for lesson in json.loads(copied[TABLE])["lessons"]]
    assert names == list(course.by_name)


def test_work_is_never_overwritten(course: Course, tmp_path: Path) -> None:
    lay_out(course, tmp_path / "mine")
    mine = tmp_path / "mine" / FIRST / f"{FIRST}.ipynb"
    mine.write_text("my work")
    assert lay_out(course, tmp_path / "mine") == []
    release_again(course)
    (note,) = lay_out(course, tmp_path / "mine")
    assert "holds work of yours and is kept" in note
    assert mine.read_text() == "my work"
    assert "my work" not in course.release(FIRST).read_text()


def test_a_copy_that_nobody_changed_follows_the_release(course: Course, tmp_path: Path) -> None:
    lay_out(course, tmp_path / "mine")
    release_again(course)
    assert lay_out(course, tmp_path / "mine") == []
    mine = tmp_path / "mine" / FIRST / f"{FIRST}.ipynb"
    assert mine.read_bytes() == course.release(FIRST).read_bytes()


def test_without_its_record_every_other_file_counts_as_work(course: Course, tmp_path: Path) -> None:
    lay_out(course, tmp_path / "mine")
    (tmp_path / "mine" / ".copied.json").write_text("{")
    release_again(course)
    assert len(lay_out(course, tmp_path / "mine")) == 1


def test_a_course_that_was_never_built_is_refused(course: Course, tmp_path: Path) -> None:
    shutil.rmtree(course.root / "release")
    with pytest.raises(StaleBuildError, match="workbook build"):
        lay_out(course, tmp_path / "mine")


def test_a_place_that_cannot_be_written_is_refused(course: Course, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(BuildError, match="cannot be written to"):
        lay_out(course, tmp_path / "mine")


@pytest.mark.parametrize(
    ("arguments", "opened", "options"),
    [
        ((), "/lab", []),
        ((FIRST,), f"/lab/tree/{FIRST}/{FIRST}.ipynb", []),
        (("--no-browser", "--port=9"), "/lab", ["--no-browser", "--port=9"]),
        ((FIRST, "--port=9"), f"/lab/tree/{FIRST}/{FIRST}.ipynb", ["--port=9"]),
    ],
    ids=["all", "one", "options", "both"],
)
def test_jupyterlab_is_started_on_the_copies(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    opened: str,
    options: list[str],
) -> None:
    started: list[tuple[list[str], Path]] = []

    def run(given: list[str]) -> int:
        started.append((given, Path.cwd()))
        return 7

    monkeypatch.setattr("jupyterlab.labapp.main", run)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.chdir(course.root)
    result = CliRunner().invoke(main, ["lab", *arguments])
    assert result.exit_code == 7, result.output
    assert started == [([f"--LabApp.default_url={opened}", *options], course.root / FOLDER)]


def test_a_lesson_that_is_none_is_refused(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.root)
    result = CliRunner().invoke(main, ["lab", "9-9-9-none"])
    assert (result.exit_code, result.output[:6]) == (2, "Error:")
    assert not (course.root / FOLDER).exists()
