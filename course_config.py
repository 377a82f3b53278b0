"""The course: its lessons in order, what each may use, and nbgrader's settings.

nbgrader reads this file through the one line of `nbgrader_config.py`; the `workbook` command reads
the variable `course`. Everything that differs from one course to another stands here.
"""

import os
import sys
from pathlib import Path

from autograder.course import Course, Lesson, Limits

course = Course(
    title="From matmul to Stable Diffusion",
    lessons=(
        # name · lessons whose exports it may import · what a launcher imports before the first
        # submission · Limits(…) where the defaults do not fit
        Lesson(
            "3-1-1-matmul",
            preload=("numba", "numba.cuda", "matplotlib.pyplot"),
            limits=Limits(cell_seconds=10, call_seconds=5),
        ),
        Lesson("3-1-2-meanshift", preload=("matplotlib.pyplot",)),
        Lesson("3-1-3-clustering-and-search", preload=("matplotlib.pyplot",)),
        Lesson("3-1-4-backprop", preload=("matplotlib.pyplot",)),
        Lesson("3-1-5-minibatch-training", preload=("matplotlib.pyplot",)),
        Lesson(
            "3-2-1-datasets",
            requires=("3-1-5-minibatch-training",),
            preload=("datasets", "matplotlib.pyplot"),
        ),
        Lesson("3-2-2-callbacks-and-python", preload=("matplotlib.pyplot",)),
        Lesson(
            "3-2-3-convolutions",
            requires=("3-1-5-minibatch-training", "3-2-1-datasets"),
            preload=("datasets", "matplotlib.pyplot"),
        ),
        Lesson(
            "3-2-5-learner",
            requires=("3-1-5-minibatch-training",),
            preload=("matplotlib.pyplot", "torch._dynamo"),  # torch.optim imports the latter
        ),
        Lesson(
            "3-3-2-ddpm",
            requires=("3-2-5-learner",),
            preload=("matplotlib.pyplot", "torch._dynamo"),  # torch.optim imports the latter
        ),
    ),
)

c = get_config()  # noqa: F821 (nbgrader and the workbook define it)
here = Path(__file__).resolve().parent

# nbgrader calls `alembic` by name when it makes a gradebook: find the one beside this Python
os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))

c.CourseDirectory.course_id = "workbook"
c.CourseDirectory.root = str(here)

# release: what a student finds in the place of a solution; `{exercise}` becomes the exercise's id
BLANK = "{exercise} is blank: fill in its cell and run it first"
c.ClearSolutions.code_stub = {
    "python": f'# fill in code here\nraise NotImplementedError("{BLANK}")'
}
c.ClearSolutions.text_stub = "*Your answer here.*"

# autograde: bad submissions are set aside, student code runs in the sandbox, and hidden tests alone
# decide points. The notebook that nbgrader sees is the author's with the student's answers in it,
# so stock's sanitizing and metadata checks, 0.5 s a submission, have nothing left to find.
c.Autograde.exporter_class = "autograder.nbgrader_plugin.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugin.SandboxExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.nbgrader_plugin.SaveHiddenScores",
    "autograder.nbgrader_plugin.LatePenalties",
]

# feedback: one page for each student that runs and fetches nothing
c.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["autograder.feedback.FeedbackGrades"]

# export: a CSV file in which no name is a formula
c.ExportApp.plugin_class = "autograder.csv_export.CsvExport"

# formgrader: what students wrote is shown, never run, in the instructor's browser; above it stand
# links to the pages of `workbook review`
c.HTMLExporter.preprocessors = [
    "autograder.feedback.Inert",
    "autograder.formgrader.ReviewLinks",
]
