"""Where the workbook plugs into `nbgrader autograde`, by nbgrader's own settings only.

`SubmissionExporter` (`c.Autograde.exporter_class`) reads submissions: it sets bad ones aside before
nbgrader opens any, and hands nbgrader the author's notebook with the student's answers in it.
`SandboxExecute` takes the place of `Execute`, `SaveHiddenScores` that of `SaveAutoGrades`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import msgspec
import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import compute_checksum, is_grade, is_solution
from traitlets import Bool, Integer, Unicode
from traitlets.config import Config

from autograder.classroom.batch import LANES
from autograder.classroom.blocks import MARK, block, inert
from autograder.classroom.gradebook import rows, submitted
from autograder.classroom.history import Attempt, Change, record
from autograder.classroom.rounds import Round, RoundSettings
from autograder.engine.results import ExerciseResult, LessonResult
from autograder.engine.store import content_of, is_ours
from autograder.errors import WorkbookError
from autograder.notebook import CHECK_SUFFIX, Cell, LessonNotebook, Submission

__all__ = ["LatePenalties", "SandboxExecute", "SaveHiddenScores", "SubmissionExporter"]

FAULT = (
    "Could not be graded, by no fault of the student: grade by hand, "
    "or mend the cause and run autograde again."
)


class SubmissionExporter(NotebookExporter):
    """Reads and writes notebooks for Autograde. Knows the round: what this run will grade."""

    run_all = Bool(False, help="Also run cells that only show something.").tag(config=True)
    jobs = Integer(0, help="Submissions graded at once; 0: one for each core.").tag(config=True)
    lanes_class = Unicode(LANES, help="What grades.").tag(config=True)
    scheduler = Unicode("", help="Address of a Dask scheduler; grade there.").tag(config=True)
    trusted = Bool(False, help="Grade where this host offers no walls (tier D).").tag(config=True)

    def __init__(self, config: Config | None = None, **kw: object) -> None:
        super().__init__(config=config, **kw)
        self.round: Round | None = None
        converter = kw.get("parent")
        if isinstance(converter, Autograde):
            settings = RoundSettings(
                self.lanes_class, self.jobs, self.run_all, self.trusted, self.scheduler
            )
            try:
                self.round = Round.of(converter, settings)
            except WorkbookError as error:
                self.log.error("%s", error)
                raise NbGraderException(str(error)) from error

    def from_filename(  # type: ignore[override]  # as in nbconvert: the base class says otherwise
        self, filename: str, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Convert a submission, or the file that was made of it in the first pass."""
        handed = self.round.handed.get(filename) if self.round else None
        if self.round is not None and handed is not None:
            submission = self.round.batch(handed.lesson).load(handed)
            node = submission_node(submission, self.round.release(handed.lesson))
            self.round.clear_copies(handed)
        else:
            node = node_of(msgspec.json.decode(Path(filename).read_bytes()))
        return self.from_notebook_node(node, resources)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: object
    ) -> tuple[str, dict[str, Any]]:
        """Run the preprocessors and write the notebook, without nbconvert's many copies.

        Stock copies the notebook four times a pass and validates it after every preprocessor,
        which costs more than all the rest (30 ms for a hundred cells). Without preprocessors, in
        the first pass, it is as `submission_node` made it.
        """
        made = self._init_resources(resources)
        for preprocessor in self._preprocessors:
            nb, made = preprocessor(nb, made)
        if self._preprocessors:
            nbformat.validate(nb, relax_add_props=True)
        encoded = msgspec.json.format(msgspec.json.encode(nb, order="sorted"), indent=1)
        return encoded.decode() + "\n", made


def submission_node(submission: Submission, release: dict[str, Any]) -> NotebookNode:
    """Return the notebook that nbgrader works on: the author's metadata, no outputs."""
    marks = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]
        for cell in release["cells"]
        if "nbgrader" in cell["metadata"]
    }
    cells: list[dict[str, Any]] = []
    for cell in submission.cells:
        node: dict[str, Any] = {
            "cell_type": cell.kind,
            "id": cell.id,
            "metadata": marks.get(cell.grade_id, {}),
            "source": cell.source,
        }
        if cell.kind == "code":
            node |= {"outputs": [], "execution_count": None}
        cells.append(node)
    kept = ("kernelspec", "language_info")
    metadata = {name: release["metadata"][name] for name in kept if name in release["metadata"]}
    metadata[MARK] = {"notes": list(submission.notes)}
    return node_of({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def node_of(data: dict[str, Any]) -> NotebookNode:
    """Return the data with attribute access, as nbformat wants it."""
    return cast("NotebookNode", nbformat.from_dict(data))


def node_submission(nb: NotebookNode, lesson: LessonNotebook) -> Submission:
    """Return the submission that `submission_node` was made of."""
    cells = (
        Cell(
            id=cell.id,
            kind=cell.cell_type,
            source=cell.source,
            grade_id=cell.metadata.get("nbgrader", {}).get("grade_id", ""),
        )
        for cell in nb.cells
    )
    submission = Submission.of(cells, lesson, lesson.lesson)
    notes = tuple(nb.metadata.get(MARK, {}).get("notes", ()))
    return Submission(submission.lesson, submission.cells, notes)


class SandboxExecute(NbGraderPreprocessor):
    """Grades the notebook in the sandbox and writes its outputs and results into its cells."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put the outputs of the student's cells, and a block below each grade cell."""
        where = resources["nbgrader"]
        grading = round_of(self)
        batch = grading.batch(where["assignment"])
        submission = node_submission(nb, batch.template)
        graded = grading.take(where["assignment"], where["student"], submission)
        for cell in nb.cells:
            if cell.cell_type == "code":
                outputs = inert(graded.outputs.get(cell.id, []))
                exercise = exercise_of(cell, graded.result)
                if exercise is not None:
                    outputs.append(block(exercise))
                cell.outputs = [node_of(output) for output in outputs]
                cell.execution_count = None
        nb.metadata[MARK] = node_of(
            {
                "key": "" if is_ours(graded) else batch.key(submission),
                "submission": content_of(submission),
                "version": graded.result.version,
                "tier": graded.result.tier,
                "notes": list(graded.result.notes),
            }
        )
        resources[MARK] = graded.result
        return nb, resources


def round_of(preprocessor: NbGraderPreprocessor) -> Round:
    """Return the round that a preprocessor works in."""
    exporter = preprocessor.parent
    if not isinstance(exporter, SubmissionExporter) or exporter.round is None:
        raise NbGraderException(
            f"{type(preprocessor).__name__} needs c.Autograde.exporter_class = "
            "'autograder.classroom.nbgrader_plugin.SubmissionExporter' in the configuration"
        )
    return exporter.round


def exercise_of(cell: NotebookNode, result: LessonResult) -> ExerciseResult | None:
    """Return the result that belongs below a grade cell; None for any other cell."""
    if not is_grade(cell) or is_solution(cell):
        return None
    return result.exercise(cell.metadata["nbgrader"]["grade_id"].removesuffix(CHECK_SUFFIX))


class SaveHiddenScores(SaveAutoGrades):
    """Saves the points that the hidden tests gave. What a cell printed counts for nothing."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Write scores, comments and the attempt in one transaction."""
        grading, where = round_of(self), resources["nbgrader"]
        with grading.writing() as gradebook:
            notebook, late = submitted(gradebook, where)
            self.grades = rows(gradebook, Grade, notebook.id)
            self.comments = rows(gradebook, Comment, notebook.id)
            for comment in self.comments.values():
                comment.auto_comment = "No response."  # of cells that were deleted
            for index, cell in enumerate(nb.cells):
                self.preprocess_cell(cell, resources, index)
            if not late:
                notebook.late_submission_penalty = None
            resources["late"] = late
            changes = self._record(gradebook, where, nb.metadata[MARK], resources[MARK])
        grading.written(where["student"], changes)
        return nb, resources

    def _record(
        self,
        gradebook: Gradebook,
        where: dict[str, str],
        about: dict[str, str],
        result: LessonResult,
    ) -> list[Change]:
        """Add to the history; what failed by our fault is no attempt."""
        if not about["key"]:
            return []
        attempt = Attempt.now(where["student"], about["submission"], about["key"], result)
        by_hand = {
            name.removesuffix(CHECK_SUFFIX)
            for name, grade in self.grades.items()
            if grade.manual_score is not None
        }
        first = not round_of(self).attempted(where["assignment"], where["student"])
        return record(gradebook.db, attempt, by_hand, first=first)

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        """Set auto_score, within the cell's points; None when a person has to decide.

        As in stock, `manual_score` and `extra_credit` stay as they are, and a cell with a manual
        score is marked for another look.
        """
        grade = self.grades[cell.metadata["nbgrader"]["grade_id"]]
        if is_solution(cell):
            grade.auto_score = 0.0 if unchanged(cell) else None
        else:
            exercise = exercise_of(cell, resources[MARK])
            if exercise is None or not_by_student(exercise):
                grade.auto_score = None
            else:
                points = float(cell.metadata["nbgrader"]["points"])
                grade.auto_score = min(max(exercise.score, 0.0), points)
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        """Set auto_comment: what went wrong, in a line. A person's comment stays as it is."""
        name = cell.metadata["nbgrader"]["grade_id"]
        if name not in self.comments:
            return
        exercise = resources[MARK].exercise(name)
        if exercise is not None and not_by_student(exercise):
            comment = FAULT
        elif unchanged(cell) and not cell.metadata["nbgrader"].get("task"):
            comment = "No response."
        elif exercise is None or all(test.passed for test in exercise.tests):
            comment = None
        else:
            passed = sum(test.passed for test in exercise.tests)
            comment = f"{passed} of {len(exercise.tests)} hidden tests passed."
            comment += f" {exercise.diagnosis}" if exercise.diagnosis else ""
        self.comments[name].auto_comment = comment


class LatePenalties(AssignLatePenalties):
    """Assigns late penalties as in stock, and opens the gradebook for late submissions only."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Ask the penalty plugin about a late submission."""
        return super().preprocess(nb, resources) if resources["late"] else (nb, resources)


def not_by_student(exercise: ExerciseResult) -> bool:
    """Whether the exercise's points are not known, by our fault."""
    return any(test.verdict in ("internal", "refused") for test in exercise.tests)


def unchanged(cell: NotebookNode) -> bool:
    """Whether the cell is as it was handed out."""
    checksum = cell.metadata["nbgrader"].get("checksum")
    return checksum is not None and checksum == compute_checksum(cell)
