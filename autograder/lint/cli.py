"""`workbook lint`: a thin command over `lint`."""

from __future__ import annotations

import click

from autograder.course import load_course
from autograder.lint.findings import render_json, render_text
from autograder.lint.linting import lint

__all__ = ["command"]


@click.command("lint")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of findings.")
@click.pass_context
def command(context: click.Context, lessons: tuple[str, ...], as_json: bool) -> None:
    """Check lessons (all, or those named) against the rules of the lesson guide.

    Exit status: 0 no finding, 1 findings, 2 no such lesson.
    """
    course = load_course()
    names = lessons or tuple(course.by_name)
    findings = [finding for name in names for finding in lint(course, name)]
    click.echo(render_json(findings) if as_json else render_text(findings))
    context.exit(1 if findings else 0)
