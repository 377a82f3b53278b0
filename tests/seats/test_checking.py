"""`workbook-student check` says what the visible checks say, exercise by exercise."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from seat_notebooks import HERE, answered

LESSON = "3-1-1-matmul"


def write(folder: Path, **answers: str | None) -> Path:
    path = folder / f"{LESSON}.ipynb"
    nbformat.write(answered(LESSON, **answers), path)
    return path


def check(*arguments: object) -> tuple[int, str]:
    """Run the command in a process of its own; return its exit status and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "student_lib.seat.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_right_answers_pass_and_are_noted(tmp_path: Path) -> None:
    code, said = check("check", write(tmp_path))
    assert (code, said.splitlines()[-1]) == (0, "12 of 12 exercises pass their visible checks.")
    assert check("progress")[1].startswith(" 12 of 12  Matrix multiplication")


def test_each_exercise_says_what_is_the_matter(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        chunks="def chunks(xs, sz):\n    return [xs[:sz]]",
        wh_random="class WHRandom:\n    oops",
        broadcast_shape=None,
        matmul_loops=None,
        matmul_rows="def matmul_rows(:\n",
        matmul_numba="import sys\nsys.exit(0)",
    )
    code, said = check("check", path, "--json")
    found = {one["exercise"]: one for one in json.loads(said)["exercises"]}
    assert code == 1
    assert found["chunks"]["verdict"] == "failed"
    assert found["chunks"]["message"].startswith("five items in twos")
    assert (
        "The first difference is at" in found["chunks"]["comparison"]
        or "lengths differ" in (found["chunks"]["comparison"])
    )
    assert found["wh-random"]["message"] == "NameError: name 'oops' is not defined"
    assert {found[id]["verdict"] for id in ("broadcast-shape", "matmul-loops")} == {"blank"}
    assert found["matmul-rows"]["message"].startswith("SyntaxError")
    assert found["matmul-numba"]["verdict"] == "error"
    assert found["mini-einsum"]["verdict"] == "passed"


def test_the_release_is_blank_all_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.root)
    code, said = check("check", f"release/{LESSON}/{LESSON}.ipynb")
    lines = said.splitlines()
    assert code == 1
    assert {line.split()[2] for line in lines[1:-1]} == {"blank"}
    assert lines[-1] == "0 of 12 exercises pass their visible checks."


@pytest.mark.parametrize(
    ("text", "why"),
    [(None, "No such file"), ("{", "is no notebook"), ("[1]", "is no notebook")],
    ids=["missing", "cut", "list"],
)
def test_what_is_no_notebook_ends_with_one(tmp_path: Path, text: str | None, why: str) -> None:
    path = tmp_path / "x.ipynb"
    if text is not None:
        path.write_text(text)
    code, said = check("check", path)
    assert (code, said.count("\n")) == (1, 1)
    assert why in said


@pytest.mark.parametrize("arguments", [(), ("check",), ("grade", "x")], ids=str)
def test_wrong_calls_end_with_two(arguments: tuple[str, ...]) -> None:
    assert check(*arguments)[0] == 2


def test_a_solution_that_does_not_open_says_why() -> None:
    code, said = check("solution", "chunks")
    assert code == 1
    assert said.startswith("Error: there is no exercise 'chunks' here")


def test_a_module_is_made_of_a_notebook(tmp_path: Path, home: Path) -> None:
    code, said = check("export", write(tmp_path, mini_einsum=None))
    assert code == 0
    assert "Left out, since they are blank: mini-einsum" in said
    assert "def broadcast_shape" in (home / "mine" / "matmul.py").read_text()
