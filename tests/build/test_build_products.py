"""What the build makes from a lesson's source."""

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from tiny_course import ALONE, FIRST, SECOND, cells, change

from autograder.authoring.build import build, check
from autograder.authoring.release import generate, read_tree
from autograder.course import Course

STUB = "# fill in code here\n    raise NotImplementedError()"


def contents(course: Course) -> dict[str, bytes]:
    tops = ("release", "solutions", "student_lib", "source")
    files = {top: read_tree(course.root / top) for top in tops}
    return {f"{top}/{name}": data for top, tree in files.items() for name, data in tree.items()}


# release
def test_release_holds_the_stub_and_not_the_solution(built: Course) -> None:
    half = cells(built.release(FIRST))["half"]["source"]
    assert half.startswith("# | export\ndef half(x: float) -> float:\n")
    assert half.rstrip().endswith(STUB)
    assert "SOLUTION" not in half
    assert b"factor" not in built.release(FIRST).read_bytes()


def test_release_has_no_outputs_and_keeps_checks_locked(built: Course) -> None:
    released = cells(built.release(FIRST))
    assert all(not one.get("outputs") for one in released.values())
    assert released["half-check"]["metadata"]["editable"] is False
    assert released["half-check"]["metadata"]["nbgrader"]["points"] == 2


def test_release_brings_the_pictures(built: Course) -> None:
    assert (built.release(FIRST).parent / "images" / "half.svg").read_text() == "<svg/>"


def test_release_is_byte_identical_on_every_rebuild(built: Course) -> None:
    assert generate(built, FIRST) == read_tree(built.release(FIRST).parent)


def test_release_files_have_one_mode_on_every_machine(built: Course) -> None:
    files = [path for path in built.release(FIRST).parent.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o644}


def test_a_file_that_left_the_source_leaves_the_release(course: Course) -> None:
    (course.source(FIRST).parent / "images" / "half.svg").unlink()
    changed = build(course, [FIRST], execute=False)
    assert changed == [course.release(FIRST).parent / "images" / "half.svg"]
    assert not changed[0].exists()


def test_building_again_changes_nothing(course: Course) -> None:
    before = contents(course)
    assert build(course) == []
    assert contents(course) == before


def test_building_makes_no_gradebook(built: Course) -> None:
    assert not list(built.root.glob("gradebook*"))


def test_the_gradebook_is_told_of_the_lesson_when_asked(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert build(course, [FIRST], gradebook=True) == []
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "tiny") as gradebook:
        notebook = gradebook.find_notebook(FIRST, FIRST)
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        assert points == {"half-check": 2.0}
        assert {"half", "half-check", "title"} < {cell.name for cell in notebook.source_cells}


# solutions
def test_solution_shows_what_the_cells_print_and_return(built: Course) -> None:
    shown = cells(built.solution(FIRST))
    assert shown["last"]["outputs"][0]["data"]["text/plain"] == ["2.5"]
    assert shown["show"]["outputs"][0]["text"][0].startswith("2.0 1 ")
    assert "factor = 0.5" in shown["half"]["source"]


def test_solution_holds_nothing_of_the_run_or_the_machine(built: Course) -> None:
    text = built.solution(FIRST).read_text(encoding="utf-8")
    assert str(built.root) not in text
    assert all("execution" not in one["metadata"] for one in cells(built.solution(FIRST)).values())
    assert '"version": "3.' not in text


def test_solution_of_a_later_lesson_imports_what_an_earlier_one_built(built: Course) -> None:
    assert cells(built.solution(SECOND))["last"]["outputs"][0]["data"]["text/plain"] == ["1.0"]


def test_only_stale_solutions_are_executed(course: Course) -> None:
    change(course, FIRST, lambda cell: cell["last"].update(source="half(6.0)"))
    said: list[str] = []
    build(course, progress=said.append)
    assert {line.split(":")[0] for line in said if " of " in line} == {FIRST}


# student_lib
def test_module_holds_the_solution_without_markers(built: Course) -> None:
    text = (built.root / "student_lib" / "halves.py").read_text(encoding="utf-8")
    assert "    factor = 0.5\n    return x * factor\n" in text
    assert "SOLUTION" not in text
    assert "| export" not in text
    assert "default_exp" not in text


def test_module_says_where_it_comes_from(built: Course) -> None:
    text = (built.root / "student_lib" / "halves.py").read_text(encoding="utf-8")
    assert f"DO NOT EDIT! File to edit: ../source/{FIRST}/{FIRST}.ipynb" in text
    assert (ast.get_docstring(ast.parse(text)) or "").startswith("Halves of 'things': what its")
    assert "a box" not in text


def test_module_exports_public_names_only(built: Course) -> None:
    text = (built.root / "student_lib" / "halves.py").read_text(encoding="utf-8")
    names = [node for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    assert sorted(ast.literal_eval(names[0].value)) == ["SIZES", "half"]


def test_module_has_no_unused_import(built: Course) -> None:
    text = (built.root / "student_lib" / "halves.py").read_text(encoding="utf-8")
    assert "import math" in text
    assert "import os" not in text


@pytest.mark.parametrize("module", ["halves", "quarters"])
def test_module_imports_in_a_fresh_process(built: Course, module: str) -> None:
    code = f"import student_lib.{module} as m; assert all(hasattr(m, n) for n in m.__all__)"
    subprocess.run([sys.executable, "-c", code], cwd=built.root, check=True, timeout=60)


def test_lesson_without_exports_makes_no_module(built: Course) -> None:
    made = {path.stem for path in (built.root / "student_lib").glob("*.py")}
    assert made == {"__init__", "utils", "halves", "quarters"}


def test_renamed_module_replaces_the_old_one(course: Course) -> None:
    change(course, SECOND, lambda cell: cell["module"].update(source="# | default_exp fourths"))
    build(course, [SECOND], execute=False)
    made = {path.stem for path in (course.root / "student_lib").glob("*.py")}
    assert "fourths" in made
    assert "quarters" not in made


# check
def test_check_finds_nothing_in_a_built_course(built: Course) -> None:
    assert [check(built, lesson) for lesson in (FIRST, SECOND, ALONE)] == [[], [], []]


def test_check_names_every_missing_product(raw: Course) -> None:
    mend = f": run `workbook build {FIRST}`"
    assert check(raw, FIRST) == [
        f"student_lib/halves.py is missing{mend}",
        f"release/{FIRST}/{FIRST}.ipynb is missing{mend}",
        f"release/{FIRST}/images/half.svg is missing{mend}",
        f"solutions/{FIRST}/{FIRST}.ipynb is missing{mend}",
    ]


def test_check_finds_a_changed_solution_stale_in_module_and_solution_only(course: Course) -> None:
    change(
        course,
        FIRST,
        lambda c: c["half"].update(source=c["half"]["source"].replace("0.5", "1 / 2")),
    )
    assert [finding.split()[0] for finding in check(course, FIRST)] == [
        "student_lib/halves.py",
        f"solutions/{FIRST}/{FIRST}.ipynb",
    ]


def test_check_finds_changed_prose_stale_in_release_and_solution(course: Course) -> None:
    change(course, SECOND, lambda cell: cell["title"].update(source="# Quarters\n\nNew."))
    assert [finding.split()[0] for finding in check(course, SECOND)] == [
        f"release/{SECOND}/{SECOND}.ipynb",
        f"solutions/{SECOND}/{SECOND}.ipynb",
    ]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("student_lib/halves.py", f"student_lib/halves.py is not what {FIRST} exports"),
        (f"release/{FIRST}/{FIRST}.ipynb", f"{FIRST}.ipynb does not match its source"),
        (f"release/{FIRST}/notes.txt", f"release/{FIRST}/notes.txt is not in source/{FIRST}"),
    ],
)
def test_check_finds_edits_by_hand(course: Course, file: str, found: str) -> None:
    with (course.root / file).open("a", encoding="utf-8") as product:
        product.write("\n# edited\n")
    (finding,) = [line for line in check(course, FIRST) if not line.startswith("solutions/")]
    assert found in finding


def test_check_finds_a_solution_edited_by_hand(course: Course) -> None:
    path = course.solution(ALONE)
    path.write_text(path.read_text(encoding="utf-8").replace("1 + 1", "1 + 2"), encoding="utf-8")
    (finding,) = check(course, ALONE)
    assert "was edited by hand" in finding


def test_check_finds_solutions_stale_whose_library_changed(course: Course) -> None:
    with (course.root / "student_lib" / "__init__.py").open("a") as module:
        module.write("NEW = 1\n")
    assert check(course, ALONE) == []
    (finding,) = check(course, SECOND)
    assert finding.startswith(f"solutions/{SECOND}/{SECOND}.ipynb was made from another source")
