"""What students import: helpers written by hand, and the modules that lessons build.

In a notebook, importing it also makes checks that fail show what they compared, and notes which
exercises have passed; see `student_lib.seat`. Anywhere else importing it does nothing.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from student_lib.seat.progress import Progress

__all__ = ["__version__", "export_mine", "progress", "solution", "use_mine"]

__version__ = "0.1.0"


def progress() -> "Progress":
    """Show how far you are: lessons, exercises, and which of their checks have passed.

    Example: student_lib.progress() -> a table with a bar for each lesson
    """
    from student_lib.seat import progress as module

    return module.progress()


def solution(exercise: str) -> Any:
    """Show the author's solution of an exercise whose check has passed, if the course opens it.

    Raises ValueError that says why it does not open.

    Example: student_lib.solution("chunks") -> the code
    """
    from student_lib.seat.progress import opened

    return opened(exercise)


def export_mine(notebook: str | Path) -> None:
    """Write what you built in a notebook into a module of your own, for `use_mine`.

    These are the cells that begin with `# | export`; those that are still blank are left out, and
    named. Save the notebook first.

    Example: student_lib.export_mine("3-2-5-learner.ipynb") -> your module `learner`
    """
    from student_lib.seat.mine import export

    print(export(Path(notebook)))


def use_mine(module: str) -> None:
    """Let this notebook import your own module in the place of the library's.

    Call it before anything imports the module. Grading uses the library's, whatever you call.
    Raises ValueError that says what to do, when you have exported none or it comes too late.

    Example: student_lib.use_mine("learner"); from student_lib.learner import Learner -> yours
    """
    from student_lib.seat.mine import use

    print(use(module))


if "ipykernel" in sys.modules:
    from student_lib.seat.notebook import attend

    attend()
