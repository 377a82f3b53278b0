"""A course of one tiny lesson with two exercises, and a class that hands in notebooks."""

import json
import logging
import re
import sqlite3
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, load_course

LESSON = "1-1-1-tiny"
STUB = """\
# fill in code here
raise NotImplementedError("add-one is blank: fill in its cell and run it first")"""
REPOSITORY = Path(__file__).parents[2]

RIGHT = {
    "add-one": "def add_one(x):\n    return x + 1",
    "double": "def double(x):\n    return 2 * x",
}

HIDDEN = """
from autograder.testing import exercise

SECRET = "canary-5d21c7"


@exercise("add-one", points=1)
def test_adds_to_zero(student):
    "Adds to zero."
    assert student.add_one(0) == 1


@exercise("add-one", points=1)
def test_adds_to_any_number(student):
    "Adds to any number."
    assert student.add_one(41.5) == 42.5, SECRET


@exercise("double", points=3)
def test_doubles(student):
    "Doubles."
    assert student.double(4) == 8, SECRET
"""


def config() -> str:
    """The real course_config.py, with the tiny lesson in the place of the others."""
    text = (REPOSITORY / "course_config.py").read_text(encoding="utf-8")
    lessons = f'course = Course(title="Tiny", lessons=(Lesson("{LESSON}"),))\n'
    text, count = re.subn(r"^course = Course\(.*?^\)\n", lessons, text, flags=re.S | re.M)
    assert count == 1
    return text


def cell(id, source, kind="code", tags=(), **marks):
    """Return a cell that nbgrader knows; locked unless `marks` say otherwise."""
    known = {"grade": False, "solution": False, "locked": True, "task": False, "grade_id": id}
    metadata = {"nbgrader": known | {"schema_version": 3, "cell_type": kind} | marks}
    if tags:
        metadata["tags"] = list(tags)
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, **code}


def lesson() -> dict:
    """The instructor's notebook."""
    solved = "def {}(x):\n    ### BEGIN SOLUTION\n    return {}\n    ### END SOLUTION"
    add_one, double = solved.format("add_one", "x + 1"), solved.format("double", "2 * x")
    cells = [
        cell("title", "# A tiny lesson\n\nWith $x^2$, <b>bold</b> and a < b.", kind="markdown"),
        cell("imports", "import math"),
        cell("picture", "import matplotlib", tags=["demo"]),
        cell("add-one", add_one, solution=True, locked=False),
        cell("add-one-check", "assert add_one(1) == 2", grade=True, points=2),
        cell("double", double, solution=True, locked=False),
        cell("double-check", "assert double(1) == 2", grade=True, points=3),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write_course(root: Path) -> Course:
    """Write the course's files; nothing is built yet."""
    root.mkdir(parents=True, exist_ok=True)
    fake = "\nc.SubmissionExporter.lanes_class = 'fake_lanes.FakeLanes'\n"
    (root / "course_config.py").write_text(config() + fake, encoding="utf-8")
    one_line = (REPOSITORY / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(one_line, encoding="utf-8")
    source = root / "source" / LESSON / f"{LESSON}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(json.dumps(lesson()), encoding="utf-8")
    hidden = root / "autograder" / "hidden" / LESSON
    hidden.mkdir(parents=True)
    (hidden / "test_tiny.py").write_text(HIDDEN, encoding="utf-8")
    (root / "student_lib").mkdir()
    (root / "student_lib" / "__init__.py").write_text("", encoding="utf-8")
    (root / "submitted").mkdir()
    return load_course(root)


@dataclass
class Classroom:
    """A class in a course folder."""

    root: Path

    @property
    def course(self) -> Course:
        """The course, read anew."""
        return load_course(self.root)

    def release(self) -> dict:
        """The notebook that students got."""
        return json.loads(self.course.release(LESSON).read_text(encoding="utf-8"))

    def notebook(self, **answers) -> dict:
        """A student's notebook; `add_one="…"` sets an answer, None leaves the stub."""
        made = self.release()
        wanted = RIGHT | {name.replace("_", "-"): text for name, text in answers.items()}
        for one in made["cells"]:
            if wanted.get(one["id"]) is not None:
                one["source"] = wanted[one["id"]]
        return made

    def hand_in(self, student, notebook=None, *, timestamp=None, folder=None, **answers) -> Path:
        """Write a submission; `notebook` may be bytes of any kind."""
        target = (folder or self.root / "submitted") / student / LESSON
        target.mkdir(parents=True, exist_ok=True)
        data = notebook if notebook is not None else self.notebook(**answers)
        if not isinstance(data, bytes):
            data = json.dumps(data).encode()
        path = target / f"{LESSON}.ipynb"
        path.write_bytes(data)
        if timestamp:
            (target / "timestamp.txt").write_text(timestamp)
        return path

    def nbgrader(self, command, *args) -> "Ran":
        """Run `nbgrader COMMAND ARGS` in this process, as its own commands do."""
        from nbgrader.apps import AutogradeApp, ExportApp, GenerateFeedbackApp

        kinds = {
            "autograde": AutogradeApp,
            "generate_feedback": GenerateFeedbackApp,
            "export": ExportApp,
        }
        messages = Messages()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own, of every kind
            app = kinds[command]()
            app.initialize([*args])
            app.log.handlers[:] = [messages]
            app.log.propagate = False
            code = 0
            try:
                app.start()
            except SystemExit as end:
                code = int(end.code or 0)
        return Ran(code, messages.lines)

    def autograde(self, *args) -> "Ran":
        """Run plain `nbgrader autograde LESSON`."""
        return self.nbgrader("autograde", LESSON, *args)

    def feedback(self, *args) -> "Ran":
        """Run plain `nbgrader generate_feedback LESSON`."""
        return self.nbgrader("generate_feedback", LESSON, *args)

    def page(self, student) -> str:
        """A student's feedback page."""
        path = self.root / "feedback" / student / LESSON / f"{LESSON}.html"
        return path.read_text(encoding="utf-8")

    def graded(self, student) -> dict:
        """A student's autograded notebook."""
        path = self.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))

    def cells(self, student) -> dict:
        """Its cells by id."""
        return {one["id"]: one for one in self.graded(student)["cells"]}

    def query(self, text, *values) -> list:
        """Ask the gradebook."""
        with sqlite3.connect(self.root / "gradebook.db") as database:
            rows = database.execute(text, values).fetchall()
        database.close()
        return rows

    def grades(self, student) -> dict:
        """Exercise → (auto_score, manual_score, needs_manual_grade)."""
        rows = self.query(
            "select base_cell.name, grade.auto_score, grade.manual_score, "
            "grade.needs_manual_grade from grade join base_cell on base_cell.id = grade.cell_id "
            "join submitted_notebook on submitted_notebook.id = grade.notebook_id "
            "join submitted_assignment on submitted_assignment.id = "
            "submitted_notebook.assignment_id where submitted_assignment.student_id = ?",
            student,
        )
        return {name.removesuffix("-check"): tuple(rest) for name, *rest in rows}

    def scores(self, student) -> dict:
        """Exercise → auto_score."""
        return {name: grade[0] for name, grade in self.grades(student).items()}

    def comments(self, student) -> dict:
        """Answer cell → (auto_comment, manual_comment)."""
        rows = self.query(
            "select base_cell.name, auto_comment, manual_comment from comment "
            "join base_cell on base_cell.id = comment.cell_id "
            "join submitted_notebook on submitted_notebook.id = comment.notebook_id "
            "join submitted_assignment on submitted_assignment.id = "
            "submitted_notebook.assignment_id where submitted_assignment.student_id = ?",
            student,
        )
        return {name: tuple(rest) for name, *rest in rows}

    def change(self, text, *values) -> None:
        """Change the gradebook, as a person does in the formgrader."""
        with sqlite3.connect(self.root / "gradebook.db") as database:
            assert database.execute(text, values).rowcount > 0
        database.close()


@dataclass
class Ran:
    """How a command of nbgrader ended, and what it said (level, text)."""

    code: int
    lines: list

    @property
    def errors(self) -> list[str]:
        """What it said as errors."""
        return [text for level, text in self.lines if level >= logging.ERROR]


class Messages(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append((record.levelno, record.getMessage()))


def run(*command, cwd, timeout=100) -> subprocess.CompletedProcess:
    """Run a command of this environment in another process, and return how it ended."""
    program = Path(sys.executable).parent / command[0]
    return subprocess.run(
        [program, *command[1:]], cwd=cwd, capture_output=True, text=True, timeout=timeout
    )
