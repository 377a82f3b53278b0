"""A bundle works where nothing of the workbook is installed."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from publish_course import ALONE, FIRST, SECOND

from autograder.authoring.exports import generated_from
from autograder.authoring.release import read_tree
from autograder.course import Course, find_root, load_course
from autograder.leaks import Leak, course_secrets, find_leaks
from autograder.notebook import LessonNotebook
from autograder.publishing.publish import publish, unsearched_files
from autograder.publishing.student_wheel import build_wheel, held_files

HERE = load_course(find_root(Path(__file__).parent))
UNTIL_BLANK = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
import student_lib

assert ".venv-of-student" in student_lib.__file__, student_lib.__file__
shell = InteractiveShell.instance()
shell.showtraceback = lambda *args, **kwargs: None
ran = 0
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        error = shell.run_cell("".join(cell["source"]), store_history=True).error_in_exec
        if error is not None:
            print(cell["id"], type(error).__name__, error, ran, sep="|", file=sys.stderr)
            break
        ran += 1
"""


def environment(folder: Path) -> tuple[Path, dict[str, str]]:
    """Make an environment with the packages of this one, but without the workbook's own."""
    venv = folder / ".venv-of-student"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True, timeout=60)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site = venv / "lib" / version / "site-packages"
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    offline = {"HF_HUB_OFFLINE": "1", "MPLBACKEND": "agg", "IPYTHONDIR": str(folder / "ipython")}
    return venv / "bin" / "python", kept | offline | {"PYTHONDONTWRITEBYTECODE": "1"}


def installed(bundle: Path) -> tuple[Path, dict[str, str]]:
    """Install the wheel of a bundle into an environment of its own."""
    python, environ = environment(bundle.parent)
    (wheel,) = bundle.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*install, *options, wheel], check=True, timeout=120)
    return python, environ


def stops_at(bundle: Path, lesson: str) -> list[str]:
    """Install the wheel, run the notebook: its first cell that fails, error, text, cells run."""
    python, environ = installed(bundle)
    done = subprocess.run(
        [python, "-c", UNTIL_BLANK, f"{lesson}.ipynb"],
        cwd=bundle / lesson,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    last = done.stderr.strip().splitlines()[-1:]
    return last[0].split("|") if last else []


@pytest.mark.parametrize(
    ("lesson", "stop"),
    [(FIRST, "moving-average-check"), (SECOND, "mean-check"), (ALONE, "practice-one")],
    ids=["function", "importing", "practice"],
)
def test_a_bundle_runs_up_to_its_first_blank(
    built: Course, tmp_path: Path, lesson: str, stop: str
) -> None:
    publish(built, [lesson], tmp_path / "bundle")
    assert stops_at(tmp_path / "bundle", lesson)[:2] == [stop, "NotImplementedError"]


@pytest.mark.parametrize("lesson", [name for name in HERE.by_name if HERE.release(name).is_file()])
def test_the_lessons_of_this_course_run_up_to_their_first_blank(
    tmp_path: Path, lesson: str
) -> None:
    wheel, data = build_wheel(HERE.title, held_files(HERE, [lesson]))
    shutil.copytree(HERE.release(lesson).parent, tmp_path / "bundle" / lesson)
    (tmp_path / "bundle" / wheel).write_bytes(data)
    _, error, _, ran = stops_at(tmp_path / "bundle", lesson)
    assert error == "NotImplementedError"
    assert int(ran) > 3


def test_the_wheel_brings_a_command_that_runs_the_visible_checks(tmp_path: Path) -> None:
    lesson = "3-1-1-matmul"
    files, _ = unsearched_files(HERE, [lesson])
    for name, data in files.items():
        path = tmp_path / "bundle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    python, environ = installed(tmp_path / "bundle")
    done = subprocess.run(
        [python.with_name("workbook-student"), "check", f"{lesson}/{lesson}.ipynb"],
        cwd=tmp_path / "bundle",
        env={**environ, "STUDENT_LIB_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == "0 of 12 exercises pass their visible checks."


def test_nothing_that_students_of_this_course_get_gives_anything_away() -> None:
    by_hand = [path for path in (HERE.root / "student_lib").rglob("*") if path.is_file()]
    files = {
        path.relative_to(HERE.root).as_posix(): path.read_bytes()
        for path in by_hand
        if path.suffix == ".py" and generated_from(path) is None
    }
    for lesson in HERE.by_name:
        released = read_tree(HERE.release(lesson).parent)
        files |= {f"{lesson}/{name}": data for name, data in released.items()}
    leaks = [leak for leak in find_leaks(files, *course_secrets(HERE)) if not known(leak)]
    assert [str(leak) for leak in leaks] == []


def known(leak: Leak) -> bool:
    """Whether students wrote the solution in a lesson that this one builds on."""
    lesson = leak.place.partition("/")[0]
    earlier = HERE.prerequisites(lesson) if lesson in HERE.by_name else ()
    return leak.secret.kind == "solution" and leak.secret.lesson in {one.name for one in earlier}


def test_every_solution_of_this_course_would_be_found() -> None:
    """So that the test above cannot pass because nothing is ever found."""
    files: dict[str, bytes] = {}
    wanted: set[str] = set()
    for lesson in HERE.by_name:
        if HERE.source(lesson).is_file():
            notebook = LessonNotebook.load(lesson, HERE.source(lesson))
            files[f"{lesson}.ipynb"] = HERE.source(lesson).read_bytes()
            wanted |= {f"{lesson}.ipynb, cell {one.id!r}" for one in notebook.exercises}
    places = {leak.place for leak in find_leaks(files, *course_secrets(HERE))}
    assert sorted(wanted - places) == []
