"""`workbook lint`: a thin command over `lint`."""

from __future__ import annotations

import click

from autograder.course import load_course
from autograder.lint.findings import Finding, render_json, render_text
from autograder.lint.linting import lint

__all__ = ["command"]


@click.command("lint")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of findings.")
@click.option("--fast", is_flag=True, help="Run nothing: leave out 13, 14, 16, parts of 11, 12.")
@click.pass_context
def command(context: click.Context, lessons: tuple[str, ...], as_json: bool, fast: bool) -> None:
    """Check lessons (all, or those named) against the rules of the lesson guide.

    Most rules read the source. Those on stderr, exports, leaks, products and the grader run it,
    which takes some 20 s a lesson; --fast leaves them out and takes a second.

    Exit status: 0 no finding, 1 findings, 2 no such lesson.
    """
    from autograder.commands.progress import progress_line

    course = load_course()
    names = [course.lesson(name).name for name in lessons] or list(course.by_name)
    findings: list[Finding] = []
    with progress_line() as progress:
        for name in names:
            progress(f"{name}: reading" if fast else f"{name}: reading and running")
            findings += lint(course, name, run=not fast)
    click.echo(render_json(findings) if as_json else render_text(findings))
    context.exit(1 if findings else 0)
