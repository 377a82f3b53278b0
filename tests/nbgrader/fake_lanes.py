"""Lanes that grade by what an answer says of itself, at once and in this process."""

import os
import re
from concurrent.futures import Future
from pathlib import Path

from autograder.engine.results import ExerciseResult, GradedNotebook, LessonResult, TestResult
from autograder.errors import InternalError, SandboxError
from autograder.notebook import LessonNotebook

CANARY = "canary-5d21c7"
TITLES = {"add-one": ["Adds to zero.", "Adds to any number."], "double": ["Doubles."]}
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
    "gg=="
)


def log(word):
    """Note a call where a test can count it, also from another process."""
    if "FAKE_LANES_LOG" in os.environ:
        with Path(os.environ["FAKE_LANES_LOG"]).open("a") as file:
            file.write(word + "\n")


class FakeLanes:
    """`# tests: failed, passed` in an answer gives these verdicts; `# prints: …` an output.

    `# tests of fake-2: …` says which this version of the hidden tests gives. A stub is blank, an
    empty answer missing, anything else passes.
    """

    def __init__(self, course, lesson, *, count=None, run_all=False):
        self.template = LessonNotebook.load(lesson, course.release(lesson))
        self.version = os.environ.get("FAKE_LANES_VERSION", "fake-1") + ("-all" if run_all else "")
        self.closed = False

    def start(self):
        log("start")
        if os.environ.get("FAKE_LANES_FAULT") == "sandbox":
            raise SandboxError("this host offers no user namespaces: allow them, or use another")
        return "A"

    def submit(self, submission):
        assert not self.closed
        future = Future()
        log("grade " + next(cell.source for cell in submission.cells if cell.kind == "code"))
        try:
            future.set_result(self.graded(submission))
        except InternalError as error:
            future.set_exception(error)
        return future

    def graded(self, submission):
        source = "\n".join(cell.source for cell in submission.cells)
        if "# breaks the grader" in source:
            raise InternalError(f"a grader is gone {CANARY}")
        exercises = [self.exercise(one, submission) for one in self.template.exercises]
        result = LessonResult(
            lesson=submission.lesson,
            score=sum(one.score for one in exercises),
            max_score=sum(one.max_score for one in exercises),
            exercises=exercises,
            version=self.version,
            tier="A",
            notes=list(submission.notes),
        )
        outputs = {cell.id: outputs_of(cell.source) for cell in submission.cells}
        return GradedNotebook(result=result, outputs={k: v for k, v in outputs.items() if v})

    def exercise(self, exercise, submission):
        source = submission.answers(exercise.id)
        titles = TITLES[exercise.id]
        default = "blank" if "NotImplementedError" in source else "passed" if source else "missing"
        said = re.search(f"# tests of {self.version}: (.*)", source)
        said = said or re.search(r"# tests: (.*)", source)
        verdicts = said[1].split(", ") if said else [default] * len(titles)
        tests = [
            TestResult(
                name=f"test_{number}",
                title=title,
                verdict=verdict,
                message=CANARY if verdict == "internal" else message_of(source),
                points=exercise.points / len(titles),
                seconds=0.001,
            )
            for number, (title, verdict) in enumerate(zip(titles, verdicts, strict=True))
        ]
        diagnosis = "You forgot the one." if verdicts == ["passed", "failed"] else ""
        return ExerciseResult.of(exercise.id, tests, diagnosis)

    def close(self):
        self.closed = True
        log("close")


def message_of(source):
    said = re.search(r"# message: (.*)", source)
    return said[1] if said else ""


def outputs_of(source):
    """`# prints: x`, `# complains: x` (stderr), `# shows: x` (HTML, SVG, JavaScript, a picture)."""
    outputs = []
    for kind, text in re.findall(r"# (prints|complains|returns|shows|raises): (.*)", source):
        match kind:
            case "prints" | "complains":
                name = "stdout" if kind == "prints" else "stderr"
                outputs.append({"output_type": "stream", "name": name, "text": text})
            case "raises":
                outputs.append(
                    {"output_type": "error", "ename": "E", "evalue": text, "traceback": [text]}
                )
            case "returns":
                data = {"text/plain": text}
                result = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
                outputs.append(result | {"data": data})
            case _:
                kinds = ("text/html", "image/svg+xml", "application/javascript", "text/markdown")
                data = dict.fromkeys(kinds, text) | {"image/png": PIXEL, "text/plain": text}
                marks = {"workbook": {"id": "add-one", "score": 99}, "isolated": True}
                outputs.append({"output_type": "display_data", "data": data, "metadata": marks})
    return outputs
