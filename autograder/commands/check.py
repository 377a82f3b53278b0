"""`workbook check NOTEBOOK`: what one notebook would earn, test by test."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.text import Text

from autograder.classroom.batch import LANES, walls_line
from autograder.classroom.blocks import mark
from autograder.classroom.single import check_notebook
from autograder.course import Course, load_course
from autograder.engine.results import WORDS, ExerciseResult, LessonResult
from autograder.errors import NotebookError, WorkbookError
from autograder.grades.machines import gradescope, refused
from autograder.text import one_line

__all__ = ["command", "trust"]

trust = click.option(
    "--i-trust-these-submissions",
    "trusted",
    is_flag=True,
    help="Grade even where this host offers no walls (tier D): they can then do whatever you can.",
)
COLOURS = {"✓": "green", "✗": "red", "?": "yellow"}


@click.command("check")
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--lesson", help="The lesson; else the file's name or its cells tell.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--run-all", is_flag=True, help="Also run cells that only show something.")
@click.option(
    "--results",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the result as Gradescope reads it (results.json).",
)
@trust
def command(
    notebook: Path,
    lesson: str | None,
    as_json: bool,
    run_all: bool,
    results: Path | None,
    trusted: bool,
) -> None:
    """Grade one NOTEBOOK, or the one in a folder, outside any class.

    Exit status: 0 all points, 1 not all points or no notebook of a lesson, 3 our own fault. With
    --results: 0 when the file was written, which then also tells what is wrong with a bad notebook.
    A fault of our own leaves no such file, because it must not become a score.
    """
    course = load_course()
    if trusted:
        course = replace(course, trust_submissions=True)
    if results is not None:
        results.unlink(missing_ok=True)
    try:
        result = check_notebook(
            course, notebook, lesson, run_all=run_all, lanes_class=lanes_class(course)
        )
    except WorkbookError as error:
        if as_json:
            click.echo(json.dumps({"error": one_line(error, 1_000)}))
        if results is not None and isinstance(error, NotebookError):
            write_results(results, refused(str(error)))
            click.echo(one_line(error, 1_000), err=True)
            return
        raise
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
    else:
        show(result)
    code = exit_code(result)
    if results is not None and code < 3:
        write_results(results, gradescope(result))
        code = 0
    click.get_current_context().exit(code)


def write_results(path: Path, found: dict[str, Any]) -> None:
    """Write results.json."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def lanes_class(course: Course) -> str:
    """Return what grades, as the course's settings for nbgrader say."""
    from traitlets.config.loader import PyFileConfigLoader

    settings = PyFileConfigLoader("course_config.py", path=str(course.root)).load_config()
    return settings.get("SubmissionExporter", {}).get("lanes_class", LANES)


def exit_code(result: LessonResult) -> int:
    """3 when something of ours broke, 1 when a test did not pass, else 0."""
    verdicts = {test.verdict for exercise in result.exercises for test in exercise.tests}
    if "internal" in verdicts:
        return 3
    return int(bool(verdicts - {"passed"}))


def show(result: LessonResult) -> None:
    """Print exercises and their tests."""
    console = Console(highlight=False)
    for exercise in result.exercises:
        console.print(exercise_text(exercise))
    for note in result.notes:
        console.print(Text(f"Note: {note}", style="yellow"))
    if result.tier:
        console.print(Text(walls_line(result.tier), style="dim"))
    line = f"{result.lesson}: {result.score:g} of {result.max_score:g} points"
    console.print(Text(line, style="bold"))


def exercise_text(exercise: ExerciseResult) -> Text:
    """Return an exercise with a line for each hidden test."""
    text = Text(f"{exercise.id}  {exercise.score:g} / {exercise.max_score:g}\n", style="bold")
    text = Text.assemble(text)
    for test in exercise.tests:
        sign = mark(test)
        earned = test.points if test.passed else 0
        text.append(f"  {sign} ", style=COLOURS[sign])
        text.append(f"{test.title}  {earned:g} / {test.points:g}")
        if not test.passed:
            text.append(f"  {WORDS[test.verdict]}", style=COLOURS[sign])
            for line in test.message.splitlines():
                text.append(f"\n      {line}", style="dim")
        text.append("\n")
    for line in exercise.diagnosis.splitlines():
        text.append(f"  → {line}\n", style="cyan")
    return text
