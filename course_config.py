"""The course: its lessons in order, what each may use, and nbgrader's settings.

nbgrader reads this file through the one line of `nbgrader_config.py`; the `workbook` command reads
the variable `course`. Everything that differs from one course to another stands here.
"""

import os
import sys
from pathlib import Path

from autograder.course import Course, Lesson, Limits

# What may stand in Course, besides the title and the lessons:
#   timezone="Europe/Zurich"   the one that dates of lessons are written in; UTC without it
#   published_at="https://github.com/OWNER/REPOSITORY/tree/BRANCH/FOLDER"
#                              where you upload bundles: their notebooks then start on Colab, Kaggle
#   unlock_solutions=True      bundles show an exercise's solution once its visible check has passed
#   trust_submissions=True     grade on hosts without walls, at your own risk (docs/security.md)
course = Course(
    title="From matmul to Stable Diffusion",
    # To choose lessons, take lines out; what another one requires has to stay. In Lesson stand
    #   its name
    #   requires   lessons whose exports it may import, and theirs
    #   preload    what a launcher imports once, before the first submission; torch always is
    #   limits     Limits(…) where the defaults do not fit (docs/security.md lists them)
    #   opens, due "2026-10-12 23:59": `workbook calendar` makes a term of them, nbgrader knows
    #              from `due` who is late
    lessons=(
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

# the course's name in gradebook, exchange and formgrader; on a hub the same as there (docs/hub.md)
c.CourseDirectory.course_id = "workbook"
c.CourseDirectory.root = str(here)
# the gradebook is gradebook.db, in this folder; for PostgreSQL (pip install .[postgres]):
# c.CourseDirectory.db_url = "postgresql+psycopg://user:password@host/gradebook"

# late work costs nothing, nbgrader only notes it; for a tenth of the points each day:
# c.AssignLatePenalties.plugin_class = "autograder.classroom.late.PerDay"
# c.PerDay.percent = 10

# the Validate button: how many seconds a cell may take (an import of torch on an old laptop)
c.Execute.timeout = 180

# release: what a student finds in the place of a solution; `{exercise}` becomes the exercise's id
BLANK = "{exercise} is blank: fill in its cell and run it first"
c.ClearSolutions.code_stub = {
    "python": f'# fill in code here\nraise NotImplementedError("{BLANK}")'
}
c.ClearSolutions.text_stub = "*Your answer here.*"

# autograde: bad submissions are set aside, student code runs in the sandbox, and hidden tests alone
# decide points. The notebook that nbgrader sees is the author's with the student's answers in it,
# so stock's sanitizing and metadata checks, 0.5 s a submission, have nothing left to find.
c.Autograde.exporter_class = "autograder.classroom.nbgrader_plugin.SubmissionExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.classroom.nbgrader_plugin.SandboxExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.classroom.nbgrader_plugin.SaveHiddenScores",
    "autograder.classroom.nbgrader_plugin.LatePenalties",
]

# feedback: one page for each student that runs and fetches nothing
c.GenerateFeedback.exporter_class = "autograder.classroom.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["autograder.classroom.feedback.FeedbackGrades"]

# export: a CSV file in which no name is a formula
c.ExportApp.plugin_class = "autograder.classroom.csv_export.CsvExport"

# formgrader: what students wrote is shown, never run, in the instructor's browser; above it stand
# links to the pages of `workbook review`
c.HTMLExporter.preprocessors = [
    "autograder.classroom.feedback.Inert",
    "autograder.classroom.formgrader.ReviewLinks",
]
