"""What makes a seat comfortable changes no grade."""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from seat_notebooks import HERE, answered

from autograder.course import Course
from autograder.engine.lanes import Lanes
from autograder.notebook import Submission, parse_notebook
from autograder.publishing.online import with_start

LESSON = "3-2-5-learner"
HOOKED = """
from IPython.core.getipython import get_ipython
shell = get_ipython()
print(len(shell.ast_transformers), shell.events.callbacks["post_run_cell"], student_lib.progress())
"""


def test_an_own_module_and_a_start_on_colab_change_no_grade(home: Path) -> None:
    (home / "mine").mkdir(parents=True)
    (home / "mine" / "training.py").write_text("raise KeyError('the student had better not')")
    notebook = answered(LESSON)
    own = "import student_lib\nstudent_lib.use_mine('training')"
    notebook.cells[1:1] = [new_code_cell(own, id="own"), new_code_cell(HOOKED, id="hooked")]
    place = Course(lessons=(), published_at="https://github.com/a/b/tree/main")
    data = with_start(place, LESSON, nbformat.writes(notebook).encode(), "x.whl")
    with Lanes(HERE, LESSON, count=1) as lanes:
        submission = Submission.of(parse_notebook(data, "x"), lanes.plan.notebook, "x")
        graded = lanes.grade(submission)
    assert graded.result.score == graded.result.max_score > 0
    assert {"start-install", "own", "hooked"}.isdisjoint(graded.failed_cells)
    printed = json.dumps(graded.outputs)
    assert "stays the library's" in printed
    assert "0 [] No lessons are known here" in printed
