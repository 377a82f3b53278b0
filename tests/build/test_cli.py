"""The `workbook` command: what it prints and with which code it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny_course import ALONE, FIRST, change

import autograder.authoring.build
from autograder import __version__
from autograder.cli import main
from autograder.course import Course
from autograder.errors import BuildError


def run(folder: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)


def test_version_is_printed(tmp_path: Path) -> None:
    result = run(tmp_path, "--version")
    assert (result.exit_code, result.output) == (0, f"workbook, version {__version__}\n")


def test_build_says_that_all_is_up_to_date(course: Course) -> None:
    result = run(course.root, "build")
    assert (result.exit_code, result.output) == (0, "All products match their sources.\n")


def test_build_lists_what_it_wrote(course: Course) -> None:
    change(course, ALONE, lambda cells: cells["title"].update(source="# Other"))
    result = run(course.root, "build", "--no-execute", ALONE)
    written = f"release/{ALONE}/{ALONE}.ipynb\nsolutions/README.md\n"
    assert (result.exit_code, result.output) == (0, written)


def test_build_check_lists_stale_products_and_writes_nothing(course: Course) -> None:
    change(course, ALONE, lambda cells: cells["title"].update(source="# Other"))
    before = course.release(ALONE).read_bytes()
    result = run(course.root, "build", "--check")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"release/{ALONE}/{ALONE}.ipynb does not match its source: run `workbook build {ALONE}`",
        f"solutions/{ALONE}/{ALONE}.ipynb was made from another source or student_lib: "
        f"run `workbook build {ALONE}`",
    ]
    assert course.release(ALONE).read_bytes() == before


def test_build_from_a_folder_below_the_course(course: Course) -> None:
    assert run(course.source(FIRST).parent, "build", "--check", FIRST).exit_code == 0


def test_an_error_is_one_line_on_stderr(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise BuildError("first\nsecond")

    monkeypatch.setattr(autograder.authoring.build, "build", fail)
    result = run(course.root, "build")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Error: first second\n")


def test_a_bug_of_ours_ends_with_3_and_a_hint(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(autograder.authoring.build, "build", fail)
    result = run(course.root, "build")
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: KeyError: 'oops'. This is a fault of the workbook")
    assert "Traceback" not in result.stderr
    assert "Traceback" in run(course.root, "--debug", "build").stderr


def test_ctrl_c_ends_with_130(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(autograder.authoring.build, "build", press)
    result = run(course.root, "build")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "\nstopped\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "9-9-9-nothing"], "no lesson '9-9-9-nothing'"),
        (["build", "--chek"], "No such option"),
        (["bluild"], "No such command 'bluild'"),
        (["lint", "9-9-9-nothing"], "no lesson '9-9-9-nothing'"),
    ],
)
def test_a_wrong_call_ends_with_2(course: Course, arguments: list[str], words: str) -> None:
    result = run(course.root, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_outside_a_course_the_message_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, "build")
    assert result.exit_code == 2
    assert "no course_config.py" in result.stderr


def test_lint_takes_its_own_options(course: Course) -> None:
    result = run(course.root, "lint", "--json", ALONE)
    assert result.exit_code == 1
    assert result.stdout.startswith("[")


def test_the_bundled_data_match_their_manifest(course: Course) -> None:
    result = run(course.root, "data", "--verify")
    assert (result.exit_code, result.output) == (0, "All bundled files match the manifest.\n")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from autograder.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'torch', 'nbformat', 'rich', 'nbgrader'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
