"""The `workbook` command: thin commands over library functions.

Exit codes: 0 fine, 1 something is wrong that a person can mend, 2 called wrongly, 3 our own fault.
Commands import what they need when they run, so that `workbook --help` answers at once.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import click

from autograder import __version__
from autograder.errors import WorkbookError
from autograder.text import one_line

__all__ = ["main"]

INTERNAL = 3
MESSAGE = 2_000  # characters that an error may fill on a terminal
LAZY = {
    "demo": ("autograder.demo", "Build all lessons, grade the example class, write feedback."),
    "check": ("autograder.command_check", "Grade one notebook outside any class."),
    "collect": ("autograder.collect", "Put what an LMS gave you into submitted/."),
    "grade": ("autograder.command_grade", "Grade a class through nbgrader."),
    "history": ("autograder.command_history", "Show every grade that students ever had."),
    "doctor": ("autograder.command_doctor", "Can this machine grade? Every finding with its mend."),
    "lint": ("autograder.lint", "Check lessons against the rules of the lesson guide."),
    "verify": ("autograder.command_verify", "Test graders with known mistakes and right answers."),
    "report": ("autograder.report.cli", "Write one page on how a class did in a lesson."),
    "review": ("autograder.review", "Write each student's code beside the solution."),
    "export": ("autograder.grades.cli", "Write grades for a spreadsheet, an LMS, a program."),
    "package": ("autograder.package", "Pack one lesson's grader for Gradescope or a container."),
    "bench": ("autograder.bench.cli", "Measure grading against what you could use instead."),
    "new": ("autograder.scaffold", "Begin a lesson with one worked exercise."),
    "publish": ("autograder.publish", "Write what students get, if it gives nothing away."),
}
"""Commands that live beside their library: the module with its `command`, and the help line."""


class LazyCommand(click.Command):
    """Stands for a command in the list of commands; the module is imported when it is called."""

    def __init__(self, name: str, module: str, help: str) -> None:
        super().__init__(name, help=help, add_help_option=False)
        self.module = module

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Let the command itself read its arguments."""
        command: click.Command = importlib.import_module(self.module).command
        return command.make_context(info_name, args, parent, **extra)


class WorkbookGroup(click.Group):
    """Turns errors into one line on stderr and the exit code of their kind."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            click.echo(f"Error: {one_line(error, MESSAGE)}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            click.echo(
                f"Error: {type(error).__name__}: {one_line(error, MESSAGE)}. This is a fault "
                "of the workbook, not of a lesson or a student: `workbook --debug …` shows where",
                err=True,
            )
            ctx.exit(INTERNAL)


@click.group(cls=WorkbookGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbook")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def main(debug: bool) -> None:
    """Make the lessons of a course, and grade what students hand in."""


for _name, (_module, _help) in LAZY.items():
    main.add_command(LazyCommand(_name, _module, _help))


@contextmanager
def progress_line() -> Generator[Any]:
    """Yield a function that shows what is being done, in one line of a terminal's stderr."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield status.update


@main.command()
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--check", "only_check", is_flag=True, help="Say what is stale; write nothing.")
@click.option("--no-execute", is_flag=True, help="Leave solutions/ as it is.")
@click.option("--force", is_flag=True, help="Execute notebooks even when nothing has changed.")
@click.option("--gradebook", is_flag=True, help="Also tell nbgrader's gradebook of the lessons.")
def build(
    lessons: tuple[str, ...], only_check: bool, no_execute: bool, force: bool, gradebook: bool
) -> None:
    """Make release/, solutions/ and student_lib/ from source/ (all lessons, or those named).

    Exit status: 0 done or up to date, 1 a lesson is broken, or stale under --check.
    """
    from autograder import build as building
    from autograder.course import load_course

    course = load_course()
    with progress_line() as progress:
        if only_check:
            names = [course.lesson(name).name for name in lessons] or list(course.by_name)
            lines = [line for name in names for line in building.check(course, name)]
        else:
            changed = building.build(
                course,
                lessons,
                execute=not no_execute,
                force=force,
                gradebook=gradebook,
                progress=progress,
            )
            lines = [str(path.relative_to(course.root)) for path in changed]
    click.echo("\n".join(lines) if lines else "All products match their sources.")
    if only_check and lines:
        sys.exit(1)


@main.command()
@click.option("--verify", is_flag=True, help="Compare every file with the manifest.")
def data(verify: bool) -> None:
    """List the bundled data; with --verify, compare it with its manifest.

    Exit status: 0 fine, 1 a file is missing, changed or not in the manifest.
    """
    from student_lib import bundled

    if verify:
        findings = bundled.verify()
        click.echo("\n".join(findings) if findings else "All bundled files match the manifest.")
        sys.exit(1 if findings else 0)
    for entry in bundled.manifest():
        click.echo(f"{entry.file}  {entry.bytes:,} bytes  {entry.licence}  {entry.source}")
