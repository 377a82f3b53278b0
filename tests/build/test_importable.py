"""Where grading starts, a course's own student_lib/ may hide the one that students get."""

import os
import subprocess
import sys
from pathlib import Path

from autograder.authoring import exports
from student_lib.seat import mine

IMPORT_ALL = """
import importlib, pkgutil, autograder, student_lib
assert not hasattr(student_lib, "__version__"), "this is not the course's own"
for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
    importlib.import_module(module.name)
print("all of", module.name.split(".")[0])
"""


def test_every_module_can_be_imported_beside_a_courses_own_student_lib(tmp_path: Path) -> None:
    (tmp_path / "student_lib").mkdir()
    (tmp_path / "student_lib" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tmp_path,  # which is first on sys.path
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("all of autograder\n", "")


def test_engine_and_students_read_the_same_marks_in_a_cell() -> None:
    for name in ("DEFAULT_EXP", "EXPORT", "SOLUTION_MARK"):
        assert getattr(exports, name) == getattr(mine, name)
