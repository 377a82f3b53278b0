"""The student bundle: what is in it, that it is the same each time, and when it is refused."""

import hashlib
import json
import os
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from publish_course import (
    ALONE,
    FIRST,
    MUTANT,
    NAIVE,
    SECOND,
    SOLUTION,
    cell,
    first,
    second,
    write,
    write_source,
)

from autograder.authoring.build import build, check
from autograder.authoring.release import read_tree
from autograder.cli import main
from autograder.course import Course
from autograder.errors import (
    BuildError,
    LeakError,
    LessonError,
    StaleBuildError,
    UsageError,
    WorkbookError,
)
from autograder.publishing.publish import MANIFEST, publish, student_files


def modules(files: dict[str, bytes]) -> set[str]:
    """Return the files of student_lib in the wheel of a bundle."""
    (wheel,) = (data for name, data in files.items() if name.endswith(".whl"))
    with zipfile.ZipFile(BytesIO(wheel)) as packed:
        names = packed.namelist()
    return {name.removeprefix("student_lib/") for name in names if name.startswith("student_lib/")}


BY_HAND = {"__init__.py", "utils.py", "bundled/numbers.txt"}


def test_a_bundle_holds_what_a_student_needs(built: Course, tmp_path: Path) -> None:
    assert publish(built, [FIRST, ALONE], tmp_path / "out")
    files = read_tree(tmp_path / "out")
    (wheel,) = (name for name in files if name.endswith(".whl"))
    assert set(files) == {
        f"{FIRST}/{FIRST}.ipynb",
        f"{ALONE}/{ALONE}.ipynb",
        "README.md",
        "nbgrader_config.py",
        "requirements.txt",
        MANIFEST,
        wheel,
    }
    assert files[f"{FIRST}/{FIRST}.ipynb"] == built.release(FIRST).read_bytes()
    assert files["requirements.txt"].decode().splitlines()[0] == f"./{wheel}"
    readme = files["README.md"].decode()
    assert '# A "tiny" course' in readme
    assert f"**Running sums**: `{FIRST}/{FIRST}.ipynb`" in readme
    assert wheel in readme


@pytest.mark.parametrize(
    ("lessons", "exported"),
    [([FIRST], set()), ([SECOND], {"sums.py"}), ([ALONE], set()), ([ALONE, SECOND], {"sums.py"})],
    ids=["asked for", "prerequisite", "neither", "two lessons"],
)
def test_the_library_holds_what_students_have_written_before(
    built: Course, lessons: list[str], exported: set[str]
) -> None:
    assert modules(student_files(built, lessons)) == BY_HAND | exported


def test_the_manifest_has_the_hash_of_every_other_file(built: Course) -> None:
    files = student_files(built, [FIRST])
    manifest = json.loads(files.pop(MANIFEST))
    assert manifest["lessons"] == [FIRST]
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in files.items()
    }


def test_the_same_input_gives_the_same_bytes(
    built: Course, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = student_files(built, [SECOND, ALONE])
    for path in course.root.rglob("*"):
        os.utime(path, (1e9, 1e9))
        path.chmod(0o700)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    time.tzset()
    before = os.umask(0o077)
    try:
        assert student_files(course, [ALONE, SECOND, ALONE]) == one
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()


def test_another_library_has_another_version(built: Course) -> None:
    names = {name for one in (FIRST, SECOND) for name in student_files(built, [one])}
    assert sum(name.endswith(".whl") for name in names) == 2


def test_an_older_bundle_is_replaced(built: Course, tmp_path: Path) -> None:
    to = tmp_path / "out"
    publish(built, [FIRST, ALONE], to)
    assert publish(built, [ALONE], to)
    assert read_tree(to) == student_files(built, [ALONE])
    assert not publish(built, [ALONE], to)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_files_are_readable_by_everyone(built: Course, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        publish(built, [ALONE], tmp_path / "out")
    finally:
        os.umask(before)
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("name", ["mine.txt", f"{ALONE}/{ALONE}.ipynb"], ids=["foreign", "changed"])
def test_other_files_are_never_lost(built: Course, tmp_path: Path, name: str) -> None:
    to = tmp_path / "out"
    publish(built, [ALONE], to)
    write(to, name, "my work")
    with pytest.raises(UsageError, match="is not as a bundle was published"):
        publish(built, [ALONE], to)
    assert (to / name).read_text() == "my work"


def test_a_file_in_the_place_of_the_folder_is_refused(built: Course, tmp_path: Path) -> None:
    place = write(tmp_path, "out", "my work")
    with pytest.raises(UsageError, match="is no folder"):
        publish(built, [ALONE], place)


def test_nothing_is_left_when_writing_fails(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(built, [FIRST], tmp_path / "out")
    before = read_tree(tmp_path / "out")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.publishing.publish.Path.write_bytes", full)
    monkeypatch.setattr("autograder.publishing.publish.student_files", lambda *_, **__: {"a": b"a"})
    with pytest.raises(BuildError, match="No space left"):
        publish(built, [ALONE], tmp_path / "out")
    monkeypatch.undo()
    assert read_tree(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def refused(course: Course, *lessons: str) -> tuple[type[WorkbookError], str]:
    """Publish, and return what it is refused with; nothing may have been written."""
    to = course.root.parent / "refused"
    with pytest.raises(WorkbookError) as error:
        publish(course, lessons, to)
    assert not to.exists()
    assert not list(to.parent.glob(".refused*"))
    return type(error.value), str(error.value)


def test_unpaired_markers_of_practice_are_refused_by_cell_and_line(course: Course) -> None:
    content = first()
    content["cells"][-1]["source"] = "# one\n### BEGIN SOLUTION\ntest_one = 1 + 1"
    write_source(course.root, FIRST, content)
    expected = f"lesson {FIRST}, cell 'practice-one', line 2: a solution region begins and never "
    for told in (refused(course, FIRST)[1], *check(course, FIRST)):
        assert told.startswith(expected)


def test_a_mutant_that_does_not_parse_is_refused_by_file_and_line(course: Course) -> None:
    path = f"autograder/mutants/{FIRST}/moving-average/broken.py"
    write(course.root, path, '"""You break it."""\n\ndef moving_average(xs return\n')
    assert refused(course, FIRST)[1].startswith(f"lesson {FIRST}: {path}, line 3: ")


def test_a_solution_in_the_prose_of_the_source_is_refused(course: Course) -> None:
    content = first()
    content["cells"].append(cell("spoiler", f"Like this:\n\n{SOLUTION}", "markdown"))
    write_source(course.root, FIRST, content)
    build(course, [FIRST], execute=False)
    kind, text = refused(course, FIRST)
    assert kind is LeakError
    assert f"{FIRST}/{FIRST}.ipynb, cell 'spoiler', line 3: the solution of lesson {FIRST}" in text


def test_a_mutant_in_the_library_is_refused_with_the_file_in_the_wheel(course: Course) -> None:
    write(course.root, "student_lib/extras.py", MUTANT)
    kind, text = refused(course, ALONE)
    assert kind is LeakError
    assert "whl, student_lib/extras.py, line" in text


def test_a_hidden_test_beside_the_notebook_is_refused(course: Course) -> None:
    hidden = course.hidden(FIRST) / "test_moving_average.py"
    write(course.root, f"source/{FIRST}/notes.txt", hidden.read_text())
    build(course, [FIRST], execute=False)
    kind, text = refused(course, FIRST)
    assert kind is LeakError
    assert f"{FIRST}/notes.txt, line" in text
    assert "the hidden test of lesson" in text


def test_a_leak_in_an_edited_release_is_named_before_its_being_stale(course: Course) -> None:
    content = json.loads(course.release(FIRST).read_text())
    content["cells"][0]["metadata"]["note"] = SOLUTION
    course.release(FIRST).write_text(json.dumps(content))
    kind, text = refused(course, FIRST)
    assert kind is LeakError
    assert "cell 'title', metadata, line 1" in text


def test_a_module_that_students_write_is_refused_under_its_name(course: Course) -> None:
    write(course.root, "student_lib/sums.py", "def other() -> int:\n    return 1\n")
    kind, text = refused(course, FIRST)
    assert kind is LessonError
    assert "student_lib/sums.py is what the lesson asks students to write" in text


def test_a_lesson_whose_prerequisite_is_asked_for_beside_it_is_refused(course: Course) -> None:
    kind, text = refused(course, FIRST, SECOND)
    assert kind is LessonError
    assert f"lesson {SECOND}, cell 'imports', line 1: imports student_lib.sums" in text
    assert f"lesson {FIRST} of this bundle asks students to write" in text


def test_an_import_that_no_prerequisite_exports_is_refused(course: Course) -> None:
    content = second()
    content["cells"][1]["source"] = "from student_lib import nothing"
    write_source(course.root, SECOND, content)
    build(course, [SECOND], execute=False)
    kind, text = refused(course, SECOND)
    assert kind is LessonError
    assert "imports student_lib.nothing, which no prerequisite exports" in text


def test_an_import_that_no_package_provides_is_refused(course: Course) -> None:
    write(course.root, "student_lib/extras.py", "x = 1\nimport no_such_package_at_all\n")
    kind, text = refused(course, ALONE)
    assert kind is LessonError
    assert "student_lib/extras.py, line 2: no installed package provides" in text


def test_a_draft_is_refused(course: Course) -> None:
    content = first()
    content["cells"].append(cell("recap", "## Recap\n\nto write: a question", "markdown"))
    write_source(course.root, FIRST, content)
    build(course, [FIRST], execute=False)
    kind, text = refused(course, FIRST)
    assert kind is LessonError
    assert f"lesson {FIRST}, cell 'recap', line 3" in text


def test_a_stale_release_is_refused(course: Course) -> None:
    content = first()
    content["cells"][0]["source"] = "# Other sums"
    write_source(course.root, FIRST, content)
    kind, text = refused(course, FIRST)
    assert kind is StaleBuildError
    assert f"run `workbook build {FIRST}`" in text


def test_a_missing_release_is_refused(course: Course) -> None:
    course.release(ALONE).unlink()
    assert refused(course, ALONE)[0] is StaleBuildError


def test_a_missing_module_of_a_prerequisite_is_refused(course: Course) -> None:
    (course.root / "student_lib" / "sums.py").unlink()
    kind, text = refused(course, SECOND)
    assert kind is BuildError
    assert f"run `workbook build {FIRST}`" in text


def test_an_edited_module_of_a_prerequisite_is_refused(course: Course) -> None:
    path = course.root / "student_lib" / "sums.py"
    path.write_text(path.read_text() + "\nx = 1\n")
    kind, text = refused(course, SECOND)
    assert kind is StaleBuildError
    assert f"student_lib/sums.py is not what {FIRST} exports" in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1 of the file: "),
        ('{"nbformat": 3}', "notebook format 3"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}}), "not a notebook"),
    ],
    ids=["no json", "old", "no cells"],
)
def test_a_broken_notebook_is_named(course: Course, text: str, says: str) -> None:
    course.source(FIRST).write_text(text)
    kind, found = refused(course, FIRST)
    assert kind is LessonError
    assert f"lesson {FIRST}" in found
    assert says in found


def test_unpaired_markers_are_named_with_cell_and_line(course: Course) -> None:
    content = first()
    content["cells"][3]["source"] = "def f():\n    ### BEGIN SOLUTION\n    return 1\n"
    write_source(course.root, FIRST, content)
    kind, text = refused(course, FIRST)
    assert kind is LessonError
    assert f"lesson {FIRST}, cell 'moving-average', line 2: " in text


def test_a_mutant_that_does_not_parse_is_named_with_its_line(course: Course) -> None:
    path = course.mutants(FIRST) / "moving-average" / "broken.py"
    path.write_text(f'"""Broken."""\n{NAIVE}def (\n')
    kind, text = refused(course, ALONE)
    assert kind is LessonError
    assert "moving-average/broken.py, line 8: " in text


def run(folder: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)


def test_the_command_says_what_it_wrote(built: Course, tmp_path: Path) -> None:
    to = tmp_path / "out"
    result = run(built.root, "publish", ALONE, "--to", str(to))
    assert (result.exit_code, result.output) == (0, f"{to}: {ALONE}\n")
    again = run(built.root, "publish", ALONE, "--to", str(to))
    assert (again.exit_code, again.output) == (0, f"{to} holds this bundle already.\n")


def test_the_command_refuses_in_one_line(course: Course, tmp_path: Path) -> None:
    write(course.root, "student_lib/extras.py", MUTANT)
    result = run(course.root, "publish", ALONE, "--to", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert result.output.startswith("Error: nothing was written")


@pytest.mark.parametrize(
    "arguments", [("9-9-9-none", "--to", "out"), ("--to", "out"), (ALONE,)], ids=str
)
def test_wrong_calls_end_with_two(built: Course, arguments: tuple[str, ...]) -> None:
    assert run(built.root, "publish", *arguments).exit_code == 2
