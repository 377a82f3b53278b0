"""The `workbook` command: thin commands over library functions.

Exit codes: 0 fine, 1 something is wrong that a person can mend, 2 called wrongly, 3 our own fault,
130 stopped by Ctrl-C.
A command is imported when it is called, so that `workbook --help` answers at once.
"""

from __future__ import annotations

import importlib
import traceback
from typing import Any

import click

from autograder import __version__
from autograder.commands import SECTIONS, Known
from autograder.errors import Interrupted, WorkbookError
from autograder.text import one_line

__all__ = ["LazyCommand", "main"]

INTERNAL = 3
MESSAGE = 2_000  # characters that an error may fill on a terminal


class LazyCommand(click.Command):
    """Stands for a command in the list of commands; the module is imported when it is called."""

    def __init__(self, name: str, known: Known) -> None:
        super().__init__(name, help=known.help, add_help_option=False)
        self.known = known

    def load(self) -> click.Command:
        """Import the command itself, and add the examples to its help."""
        command: click.Command = importlib.import_module(f"autograder.{self.known.module}").command
        if self.known.examples:
            lines = self.known.examples.replace("\n", "\n  ")
            command.epilog = f"\b\nExamples:\n  {lines}"
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Let the command itself read its arguments; complete them without importing it."""
        if extra.get("resilient_parsing"):
            from autograder.commands.completion import stand_in

            command = stand_in(str(self.name), self.known.module)
        else:
            command = self.load()
        return command.make_context(info_name, args, parent, **extra)


class WorkbookGroup(click.Group):
    """Lists commands by who needs them; turns errors into a line and their exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            click.echo(f"Error: {one_line(error, MESSAGE)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("\nstopped", err=True)
            ctx.exit(Interrupted.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a list for each section of the manual, all with the same left column."""
        width = max(len(name) for names in SECTIONS.values() for name in names)
        for title, names in SECTIONS.items():
            with formatter.section(title):
                rows = [(name.ljust(width), known.help) for name, known in names.items()]
                formatter.write_dl(rows)


EPILOG = """\
\b
Examples:
  workbook lab 3-1-1-matmul            open a lesson
  workbook grade 3-1-1-matmul          grade what lies in submitted/
  workbook grade --help                the manual of a command

\b
Exit status:
    0  fine
    1  something is wrong that a person can mend; the message says what
    2  called wrongly
    3  a fault of the workbook itself, never of a student
  130  stopped by Ctrl-C
"""


@click.group(
    cls=WorkbookGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="workbook")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def main(debug: bool) -> None:
    """Make the lessons of a course, and grade what students hand in.

    Run it inside the course's folder, the one with course_config.py, or in a folder below it. A
    LESSON is called as there, such as 3-1-1-matmul.
    """


for _names in SECTIONS.values():
    for _name, _known in _names.items():
        main.add_command(LazyCommand(_name, _known))
