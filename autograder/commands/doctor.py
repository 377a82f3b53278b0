"""`workbook doctor`: show what `autograder.doctor` finds."""

from __future__ import annotations

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.doctor import Finding, examine
from autograder.text import one_line

__all__ = ["command"]

PIPE_WIDTH = 120
SIGNS = {"ok": ("✓", "green"), "note": ("!", "yellow"), "problem": ("✗", "bold red")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(as_json: bool) -> None:
    """Examine this machine and this course: can they grade, and behind which walls?

    Looks at Python and its packages, the sandbox (every wall, with a self-test), GPU, memory, disk,
    the gradebook, and whether lessons are built from their sources. Says how to mend what is found,
    and changes nothing.

    Exit status: 0 fine, perhaps with notes, 1 something has to be mended.
    """
    with Console(stderr=True).status("examining"):
        findings = list(examine())
    healthy = not any(finding.state == "problem" for finding in findings)
    if as_json:
        click.echo(msgspec.json.encode({"healthy": healthy, "findings": findings}).decode())
    else:
        show(findings)
    click.get_current_context().exit(int(not healthy))


def show(findings: list[Finding]) -> None:
    """Print a table, one line for each finding and one below it for its mend."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    area = ""
    for finding in findings:
        if finding.area != area:
            area = finding.area
            table.add_row("", Text(area, style="bold"), "")
        sign, colour = SIGNS[finding.state]
        text = Text(one_line(finding.text, 1_000))
        if finding.mend:
            text.append(f"\n→ {one_line(finding.mend, 1_000)}", style="cyan")
        table.add_row(Text(sign, style=colour), finding.name, text)
    terminal = Console(highlight=False)
    console = terminal if terminal.is_terminal else Console(highlight=False, width=PIPE_WIDTH)
    console.print(table)
    console.print(Text(verdict(findings).capitalize(), style="bold"))


def verdict(findings: list[Finding]) -> str:
    """Say it in a line."""
    states = [finding.state for finding in findings]
    problems, notes = states.count("problem"), states.count("note")
    told = f"{problems} to mend before grading" if problems else "this machine can grade here"
    return f"{told}; {notes} to know about" if notes else told
