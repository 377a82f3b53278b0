"""`workbook package`, unpacked as Gradescope does it, with submissions of all kinds."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from gradescope_format import GRADESCOPE

from autograder.authoring.bundle import staged_library
from autograder.authoring.exports import generated_from
from autograder.bench.lesson import TINY
from autograder.bench.peers import write_tiny
from autograder.classroom.parcel import course_files
from autograder.course import load_course

BIN = Path(sys.executable).parent
REPOSITORY = Path(__file__).parents[2]
LATER = "3-2-1-datasets"  # it imports what an earlier lesson exports
PROGRAM = """#!{python}
import sys
sys.path.insert(0, {installed!r})
import autograder
assert autograder.__file__.startswith({installed!r})
from autograder.cli import main
main()
"""


def run(*command, folder, **environment):
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with a lesson of four exercises."""
    root = tmp_path_factory.mktemp("packaged") / "course"
    write_tiny(root)
    assert run(BIN / "workbook", "build", TINY, "--no-execute", folder=root).returncode == 0
    return root


@pytest.fixture(scope="module")
def gradescope(course, tmp_path_factory):
    """The zip, unpacked and installed as setup.sh does, but for what the lock names."""
    root = tmp_path_factory.mktemp("gradescope")
    made = run(BIN / "workbook", "package", TINY, "--to", root / "tiny.zip", folder=course)
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(root / "tiny.zip") as archive:
        for entry in archive.infolist():
            path = Path(archive.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16)
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation")
    options = ("--disable-pip-version-check", "--no-index", "--target", root / "installed")
    done = run(*pip, *options, root / "source" / "workbook", folder=root)
    assert done.returncode == 0, done.stderr
    program = root / "workbook"
    program.write_text(PROGRAM.format(python=sys.executable, installed=str(root / "installed")))
    program.chmod(0o755)
    (root / "source" / "run_autograder").rename(root / "run_autograder")  # as Gradescope has it
    return root


@pytest.fixture
def grade(gradescope, tmp_path):
    """Hand in files, run the autograder, return results.json and how the program ended."""

    def handed_in(files):
        root = tmp_path / "autograder"
        for name, text in files.items():
            path = root / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (root / "submission").mkdir(parents=True, exist_ok=True)
        (root / "source").symlink_to(gradescope / "source")
        done = run(
            gradescope / "run_autograder",
            folder=root,
            AUTOGRADER_ROOT=str(root),
            WORKBOOK=str(gradescope / "workbook"),
        )
        path = root / "results" / "results.json"
        found = json.loads(path.read_text()) if path.exists() else None
        if found is not None:
            jsonschema.validate(found, GRADESCOPE)
        return found, done

    return handed_in


def notebook(course, **answers):
    """The released notebook with these answers in it."""
    made = json.loads((course / "release" / TINY / f"{TINY}.ipynb").read_text())
    for cell in made["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return json.dumps(made)


def test_right_wrong_and_blank_answers_get_their_points(grade, course):
    answers = {
        "double": "def double(x):\n    return 2 * x",
        "add": "def add(a, b):\n    return a - b",
        "mean": "def mean(x):\n    return x.sum() / len(x)",
    }
    found, done = grade({"homework.ipynb": notebook(course, **answers)})
    assert done.returncode == 0, done.stderr
    assert {test["name"]: test["score"] for test in found["tests"]} == {
        "double": 1,
        "add": 0,
        "mean": 1,
        "outer": 0,
    }
    assert found["score"] == 2
    told = {test["name"]: test["output"] for test in found["tests"]}
    assert "gives a wrong answer" in told["add"]
    assert "is not filled in yet" in told["outer"]


HIDDEN_ONES = {"__MACOSX/._a.ipynb": "", ".ipynb_checkpoints/c.ipynb": ""}
BAD = {
    "broken": ({f"{TINY}.ipynb": '{"cells": ['}, "is not JSON"),
    "no notebook": ({"answers.py": "x = 1"}, f"holds no notebook: hand in {TINY}.ipynb"),
    "nothing": ({}, "holds no notebook"),
    "two notebooks": (
        {"a.ipynb": "{}", "deep/b.ipynb": "{}", **HIDDEN_ONES},
        "holds 2 notebooks (a.ipynb, deep/b.ipynb), and the names do not say which counts",
    ),
    "another notebook": ({"a.ipynb": '{"nbformat": 4, "cells": []}'}, "none of its cells"),
}


@pytest.mark.parametrize(("files", "word"), BAD.values(), ids=BAD.keys())
def test_a_submission_that_cannot_be_graded_is_told_so(grade, files, word):
    found, done = grade(files)
    assert done.returncode == 0, done.stderr
    assert found["score"] == 0
    assert word in found["output"]
    assert "Traceback" not in done.stderr


def test_of_several_notebooks_the_one_with_the_lessons_name_counts(grade, course):
    double = "def double(x):\n    return 2 * x"
    files = {f"in/{TINY}.ipynb": notebook(course, double=double), "old.ipynb": notebook(course)}
    found, _ = grade(files)
    assert found["score"] == 1
    assert f"old.ipynb also handed in, not graded: in/{TINY}.ipynb counts" in found["output"]


def test_our_own_fault_leaves_no_score(grade, gradescope, course):
    hidden = gradescope / "source" / "course" / "autograder" / "hidden" / TINY / "test_tiny.py"
    text = hidden.read_text()
    try:
        hidden.write_text("import no_such_module\n")
        found, done = grade({f"{TINY}.ipynb": notebook(course)})
    finally:
        hidden.write_text(text)
    assert found is None
    assert done.returncode != 0
    assert "no_such_module" in done.stderr


def test_the_package_holds_tests_and_no_solution(gradescope):
    source = gradescope / "source"
    assert (source / "course" / "autograder" / "hidden" / TINY / "test_tiny.py").is_file()
    assert not [*source.glob("course/source"), *source.glob("course/solutions")]
    modules = [*source.glob("*/student_lib/*.py")]
    assert source / "workbook" / "student_lib" / "utils.py" in modules
    assert [path for path in modules if generated_from(path)] == []


def test_a_lesson_travels_with_what_earlier_lessons_export(tmp_path):
    for name, data in course_files(load_course(REPOSITORY), LATER).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    there = staged_library(load_course(tmp_path), LATER, tmp_path / "staged")
    assert (there / "student_lib" / "training.py").is_file()
    assert not (there / "student_lib" / "datasets.py").exists()
    assert not list(tmp_path.glob("source/**/*.ipynb"))


def test_a_docker_context_is_written_beside_nothing_else(course, tmp_path):
    context, mine = tmp_path / "context", tmp_path / "mine"
    command = (BIN / "workbook", "package", TINY, "--for", "docker", "--to")
    made = run(*command, context, folder=course)
    assert made.returncode == 0, made.stderr
    assert f"docker build -t grade-{TINY} ." in (context / "Dockerfile").read_text()
    assert os.access(context / "setup.sh", os.X_OK)
    mine.mkdir()
    (mine / "thesis.tex").touch()
    refused = run(*command, mine, folder=course)
    assert refused.returncode == 2
    assert "name an empty folder with --to" in refused.stderr
    assert [path.name for path in mine.iterdir()] == ["thesis.tex"]
