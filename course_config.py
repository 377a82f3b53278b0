"""The course: its lessons in order, what each may use, and nbgrader's settings.

nbgrader reads this file through the one line of `nbgrader_config.py`; the `workbook` command reads
the variable `course`. Everything that differs from one course to another stands here.
"""

import os
import sys
from pathlib import Path

from autograder.course import Course, Lesson

course = Course(
    title="From matmul to Stable Diffusion",
    lessons=(
        # name · lessons whose exports it may import · what a launcher imports before the first
        # submission · Limits(…) where the defaults do not fit
        Lesson("3-1-1-matmul", preload=("numba", "numba.cuda", "matplotlib.pyplot")),
    ),
)

c = get_config()  # noqa: F821 (nbgrader and the workbook define it)
here = Path(__file__).resolve().parent

# nbgrader calls `alembic` by name when it makes a gradebook: find the one beside this Python
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

c.CourseDirectory.course_id = "workbook"
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_assignments = [{"name": lesson.name} for lesson in course.lessons]

# release: what a student finds in the place of a solution
c.ClearSolutions.code_stub = {"python": "# fill in code here\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# autograde: student code runs in the sandbox, and hidden tests alone decide points
c.OverwriteCells.add_missing_cells = True
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.SandboxExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader_plugin.SaveHiddenScores",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
