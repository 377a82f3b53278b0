"""What a lesson may see of student_lib."""

import os
import stat
import time
from pathlib import Path

import pytest
from tiny_course import ALONE, FIRST, SECOND, change

from autograder.authoring.bundle import KEPT_DAYS, exported_module, staged_library
from autograder.course import Course
from autograder.errors import BuildError, UsageError


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


BY_HAND = {"__init__.py", "utils.py", "bundled/numbers.txt"}


@pytest.mark.parametrize(
    ("lesson", "exported"),
    [(FIRST, set()), (SECOND, {"halves.py"}), (ALONE, set())],
    ids=["no prerequisite", "one prerequisite", "after others"],
)
def test_only_prerequisites_exports_are_staged(
    built: Course, tmp_path: Path, lesson: str, exported: set[str]
) -> None:
    folder = staged_library(built, lesson, tmp_path)
    assert names(folder / "student_lib") == BY_HAND | exported


def test_staged_files_are_plain_and_readable_by_every_user(built: Course, tmp_path: Path) -> None:
    folder = staged_library(built, SECOND, tmp_path)
    for path in (folder, *folder.rglob("*")):
        assert not path.is_symlink()
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o055 == 0o055 if path.is_dir() else mode & 0o044 == 0o044


def test_the_same_contents_are_staged_once(built: Course, tmp_path: Path) -> None:
    first = staged_library(built, SECOND, tmp_path)
    made = (first / "student_lib" / "halves.py").stat()
    assert staged_library(built, SECOND, tmp_path) == first
    assert (first / "student_lib" / "halves.py").stat().st_ino == made.st_ino
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


@pytest.mark.parametrize("file", ["utils.py", "halves.py", "bundled/numbers.txt"])
def test_changed_contents_are_staged_anew(course: Course, tmp_path: Path, file: str) -> None:
    first = staged_library(course, SECOND, tmp_path / "staged")
    path = course.root / "student_lib" / file
    path.write_text(path.read_text() + "# 4\n")
    second = staged_library(course, SECOND, tmp_path / "staged")
    assert second != first
    assert (second / "student_lib" / file).read_text().endswith("# 4\n")


def test_a_later_lessons_change_stages_nothing_new(course: Course, tmp_path: Path) -> None:
    first = staged_library(course, SECOND, tmp_path / "staged")
    with (course.root / "student_lib" / "quarters.py").open("a") as module:
        module.write("# more\n")
    assert staged_library(course, SECOND, tmp_path / "staged") == first


def test_staging_again_takes_a_few_milliseconds(built: Course, tmp_path: Path) -> None:
    staged_library(built, SECOND, tmp_path)
    start = time.process_time()
    staged_library(built, SECOND, tmp_path)
    assert time.process_time() - start < 0.05


def test_folders_nobody_asked_for_are_removed(course: Course, tmp_path: Path) -> None:
    first = staged_library(course, SECOND, tmp_path / "staged")
    old = time.time() - (KEPT_DAYS + 1) * 24 * 3600
    os.utime(first, (old, old))
    (course.root / "student_lib" / "utils.py").write_text("new = 1\n")
    second = staged_library(course, SECOND, tmp_path / "staged")
    assert second.is_dir()
    assert not first.exists()


def test_a_prerequisite_that_was_not_built_is_our_fault_not_the_students(
    raw: Course, tmp_path: Path
) -> None:
    with pytest.raises(BuildError, match=f"halves.py is missing: run `workbook build {FIRST}`"):
        staged_library(raw, SECOND, tmp_path / "staged")


def test_an_unknown_lesson_is_a_usage_error(built: Course, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        staged_library(built, "9-9-9-nothing", tmp_path)


def test_exported_module_is_named_by_the_notebook(built: Course) -> None:
    assert [exported_module(built, name) for name in (FIRST, ALONE)] == ["halves", None]


def test_a_module_that_is_named_and_never_filled_is_none(course: Course) -> None:
    change(course, ALONE, lambda cells: cells["last"].update(source="# | default_exp nothing"))
    assert exported_module(course, ALONE) is None
