"""The result of `workbook verify`, for people: a matrix in the terminal, a page, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from jinja2 import Environment, FileSystemLoader
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder import TEMPLATES
from autograder.authoring.survivors import Finding, Survivor
from autograder.authoring.verify import Report, Row

__all__ = ["as_json", "page", "show"]

STYLES = {"-": "red", "+": "green"}


@dataclass(frozen=True)
class Block:
    """One exercise: its tests with their titles, its mutants, and what else was tried on it."""

    exercise: str
    tests: list[tuple[str, str]]
    mutants: list[Row]
    alternatives: list[Row]
    survivors: list[Survivor]
    total: int

    def rejected(self, mutant: Row) -> list[str]:
        """Return how each test rejects a mutant: its verdict, empty where it passes."""
        failed = mutant.failed.get(self.exercise, {})
        return [failed.get(name, "") for name, _ in self.tests]

    @property
    def caught(self) -> list[int]:
        """How many mutants each test rejects."""
        rows = [self.rejected(mutant) for mutant in self.mutants]
        return [sum(bool(row[place]) for row in rows) for place in range(len(self.tests))]


def blocks(report: Report) -> list[Block]:
    """Return a report exercise by exercise."""
    return [
        Block(
            exercise,
            list(tests.items()),
            report.of("mutant", exercise),
            report.of("alternative", exercise),
            [survivor for survivor in report.survivors if survivor.exercise == exercise],
            report.mutations.get(exercise, 0),
        )
        for exercise, tests in report.tests.items()
    ]


def words(name: str) -> str:
    """Return the name of a file or test as words."""
    return name.removeprefix("test_").replace("_", " ")


def show(report: Report, console: Console, *, brief: bool = False) -> None:
    """Print the matrix of each exercise unless `brief`, then the findings, then a summary."""
    for block in () if brief else blocks(report):
        console.print(_table(block))
        console.print(_legend(block))
        console.print()
    console.print(Group(*_findings(report.findings)))
    line = f"{report.lesson}: {summary(report)}"
    console.print(Text(line, style="red" if report.findings else "green"), soft_wrap=True)


def _table(block: Block) -> RenderableType:
    table = Table(
        title=Text(block.exercise, style="bold"),
        title_justify="left",
        box=None,
        header_style="dim",
        padding=(0, 1, 0, 0),
    )
    table.add_column("mutant", overflow="fold")
    for number in range(1, len(block.tests) + 1):
        table.add_column(str(number), justify="center", no_wrap=True)
    for mutant in block.mutants:
        signs = [
            Text("✗", style="bold") if how else Text("·", style="dim")
            for how in block.rejected(mutant)
        ]
        table.add_row(words(mutant.name), *signs)
    return table


def _legend(block: Block) -> RenderableType:
    legend = Table.grid(padding=(0, 1, 0, 0))
    for number, (name, title) in enumerate(block.tests, start=1):
        told = Text(f"{words(name)}: ").append(title, style="dim")
        legend.add_row(Text(f"{number:>3}", style="dim"), told)
    right = sum(not row.failed for row in block.alternatives)
    told = f"{right} of {len(block.alternatives)} alternatives earn everything"
    if block.total:
        told += f"; {_machine(block.total, block.survivors)}"
    legend.add_row("", Text(told, style="dim"))
    return legend


def _machine(total: int, survivors: Sequence[Survivor]) -> str:
    noted = sum(bool(survivor.reason) for survivor in survivors)
    told = f"{total - len(survivors)} of {total} mutations made by machine are rejected"
    return f"{told}, {noted} change nothing" if noted else told


def _findings(findings: Iterable[Finding]) -> list[Text]:
    shown: list[Text] = []
    for finding in findings:
        what, *diff = finding.found.splitlines()
        text = Text(f"{finding.where}: ", style="bold red").append(what, style="not bold")
        for line in diff:
            text.append(f"\n    {line}", style=f"not bold {STYLES.get(line[:1], 'default')}")
        for number, line in enumerate(finding.mend.splitlines()):
            text.append("\n  → " if number == 0 else "\n      ", style="not bold cyan")
            text.append(line, style="not bold cyan")
        shown.append(text.append("\n"))
    return shown


def summary(report: Report) -> str:
    """Return a report in a line."""
    count = len(report.findings)
    kinds = [row.kind for row in report.rows]
    told = [
        {0: "no findings", 1: "1 finding"}.get(count, f"{count} findings"),
        f"{sum(map(len, report.tests.values()))} tests",
        f"{kinds.count('mutant')} mutants",
        f"{kinds.count('alternative')} alternatives",
    ]
    made = sum(report.mutations.values())
    told += [f"{made} mutations made by machine"] if made else []
    return " · ".join(told)


def page(reports: Sequence[Report]) -> str:
    """Return one page of HTML with the matrices; it fetches nothing."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("verify.html.j2")
    lessons = [(report, blocks(report), summary(report)) for report in reports]
    return template.render(lessons=lessons, words=words, machine=_machine, today=date.today())


def as_json(reports: Sequence[Report]) -> str:
    """Return a JSON list with one object a lesson."""
    return msgspec.json.format(msgspec.json.encode(list(reports)), indent=1).decode()
