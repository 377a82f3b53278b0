"""Every tier grades, as root and as an ordinary user, or refuses; what a host lacks is forced."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import nbformat
import pytest
from tiny_lesson import CONFIG, HIDDEN, LESSON, notebook_of

from autograder import sandbox

NOBODY = 54321
GRADE = Path(__file__).with_name("grade_tiny.py")
SYSTEM = "/usr/bin/python3"
SECONDS = 200


def as_nobody():
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env"]


@pytest.fixture(scope="module")
def place():
    """A folder that any user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="workbook-tiers-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def python(place):
    """The words that start a Python which every user can read, with this one's packages.

    Where this Python lies in a closed folder, the system's takes its place: its packages are bound
    into a virtual environment, in a mount namespace that nobody else sees.
    """
    if os.geteuid() != 0:
        return [sys.executable]
    if not shutil.which("setpriv"):
        pytest.skip("setpriv (util-linux) is missing, so root cannot become an ordinary user")
    if works([*as_nobody(), sys.executable]):
        return [sys.executable]
    subprocess.run([SYSTEM, "-m", "venv", "--without-pip", str(place / "venv")], check=True)
    (target,) = (place / "venv").glob("lib/python3.*/site-packages")
    source = sysconfig.get_path("purelib")
    inner = f'mount --bind {source} {target} && exec "$@"'
    words = ["unshare", "--mount", "sh", "-c", inner, "sh", str(place / "venv/bin/python")]
    if not works([*words[:-1], *as_nobody(), words[-1]]):
        pytest.skip("an ordinary user reaches neither this Python nor these packages by another")
    return words


def works(command):
    """Whether an ordinary user can grade with this Python."""
    test = ["-c", f"import torch, autograder.engine.lanes; open({str(GRADE)!r})"]
    ran = subprocess.run([*command, *test], capture_output=True, cwd="/", timeout=SECONDS)
    return ran.returncode == 0


@pytest.fixture
def course(place):
    """The tiny course with a right and a wrong notebook, in a folder that any user may write."""
    root = Path(tempfile.mkdtemp(dir=place))
    root.chmod(0o777)
    (root / "course_config.py").write_text(CONFIG)
    notebooks, source = root / "notebooks", root / "source" / LESSON
    hidden = root / "autograder" / "hidden" / LESSON
    for folder in (notebooks, source, hidden, root / "student_lib"):
        folder.mkdir(parents=True)
    nbformat.write(notebook_of(), source / f"{LESSON}.ipynb")
    nbformat.write(notebook_of(), notebooks / "right.ipynb")
    wrong = "import os\nopen('mine', 'w').write('x')\ndef middle(a, b):\n    os._exit(0)"
    nbformat.write(notebook_of(middle=wrong), notebooks / "wrong.ipynb")
    (hidden / "test_tiny.py").write_text(HIDDEN)
    (root / "student_lib" / "__init__.py").write_text("")
    return root


def grade(course, python, *, ordinary=False, without=""):
    """Grade both notebooks in another process; return what it said."""
    user = as_nobody() if ordinary and os.geteuid() == 0 else ["env"]
    words = [*user, f"WORKBOOK_WITHOUT={without}", "OMP_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1"]
    command = [*python[:-1], *words, python[-1], str(GRADE), str(course)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=SECONDS)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def check(said, tier):
    assert said == {
        "tier": tier,
        "right": [{"before": 1, "middle": 4, "after": 2}, ["passed"], tier],
        "wrong": [{"before": 1, "middle": 0, "after": 2}, ["crashed", "passed"], tier],
    }


def needs_root():
    if os.geteuid() != 0:
        pytest.skip("only root can be root")


@pytest.mark.parametrize("without", ["", "user namespaces,bubblewrap", "cgroup"])
def test_root_grades_behind_all_walls_that_stand(course, python, without):
    needs_root()
    left_out = [name for name in without.split(",") if name and name != "bubblewrap"]
    report = sandbox.probe(without=left_out)
    if report.tier not in (sandbox.Tier.A, sandbox.Tier.B):
        pytest.skip(f"this host offers tier {report.tier.name} only")
    check(grade(course, python, without=without), report.tier.name)


@pytest.mark.parametrize("without", ["", "bubblewrap"])
def test_an_ordinary_user_grades_in_a_user_namespace(course, python, without):
    said = grade(course, python, ordinary=True, without=without)
    if said.get("tier") == "C" or "tier D" in said.get("error", ""):
        pytest.skip("this host has no user namespaces for ordinary users")
    check(said, "B")


@pytest.mark.parametrize(
    ("ordinary", "without"),
    [(False, "mounts"), (True, "mounts"), (True, "mounts,bubblewrap")],
    ids=["root", "ordinary", "ordinary without bubblewrap"],
)
def test_tier_c_grades_without_namespaces(course, python, ordinary, without):
    if not sandbox.probe().works("Landlock"):
        pytest.skip("this kernel has no Landlock")
    if not ordinary:
        needs_root()
    check(grade(course, python, ordinary=ordinary, without=without), "C")


def test_tier_d_refuses_and_says_how_to_go_on(course, python):
    said = grade(course, python, ordinary=True, without="mounts,Landlock")
    assert set(said) == {"error"}
    assert "sandbox tier D: no walls" in said["error"]
    assert "--i-trust-these-submissions" in said["error"]


def test_tier_d_grades_submissions_that_are_trusted(course, python):
    config = CONFIG.replace("course = Course(", "course = Course(trust_submissions=True, ")
    (course / "course_config.py").write_text(config)
    check(grade(course, python, ordinary=True, without="mounts,Landlock"), "D")


def test_a_wall_that_falls_refuses_to_grade(course):
    """Here: workers of another user who cannot read this Python, or may read what they must not."""
    needs_root()
    if works([*as_nobody(), sys.executable]):
        pytest.skip("every user can read this Python")
    said = grade(course, [sys.executable], without="mounts")
    assert "tier C failed its self-test, so nothing was graded" in said["error"]
    assert "standard library" in said["error"]


def test_a_wall_of_no_name_is_an_error(course):
    said = grade(course, [sys.executable], without="moat")
    assert "no wall is called moat" in said["error"]
