"""Students need nothing that only one kind of system has."""

import subprocess
import sys
from pathlib import Path

import student_lib

ONLY_POSIX = ("crypt", "fcntl", "grp", "posix_ipc", "pty", "pwd", "resource", "syslog", "termios")
BLOCKED = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name in {blocked!r} or name.split(".")[0] == "autograder":
            raise ModuleNotFoundError(f"no {{name}} on this system", name=name)

for name in {blocked!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Block())
import importlib
for name in {modules!r}:
    importlib.import_module(name)
from student_lib.seat.cli import main
main(["check", {notebook!r}])
"""
NOTEBOOK = """{"cells": [
 {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Title"},
 {"cell_type": "code", "id": "a", "source": "x = 1", "outputs": [], "metadata":
  {"nbgrader": {"grade_id": "a", "solution": true}}},
 {"cell_type": "code", "id": "a-check", "source": "assert x == 1, 'one'", "outputs": [], "metadata":
  {"nbgrader": {"grade_id": "a-check", "locked": true, "grade": true}}}]}
"""


def test_all_that_students_use_works_without_posix_and_without_the_grader(tmp_path: Path) -> None:
    package = Path(student_lib.__file__).parent
    modules = [
        ".".join(path.relative_to(package.parent).with_suffix("").parts)
        for path in sorted(package.rglob("*.py"))
        if path.stem != "__init__"
    ]
    assert {"student_lib.utils", "student_lib.data", "student_lib.seat.cli"} <= set(modules)
    (tmp_path / "x.ipynb").write_text(NOTEBOOK)
    # what others import on this system stands aside: torch and IPython ask for it themselves
    first = "import torch, datasets, matplotlib.pyplot, IPython.core.interactiveshell\n"
    code = first + BLOCKED.format(
        blocked=ONLY_POSIX, modules=modules, notebook=str(tmp_path / "x.ipynb")
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "1 of 1 exercises pass their visible checks."
