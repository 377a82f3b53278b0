"""`workbook-student`: the visible checks of a notebook, progress and solutions, in a terminal.

Exit codes: 0 fine, 1 a check does not pass or something is refused, 2 called wrongly.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import student_lib
from student_lib.seat.progress import note_outcome, opened

if TYPE_CHECKING:
    from student_lib.seat.checking import Outcome

__all__ = ["main"]

SIGNS = {"passed": "✔", "failed": "✗", "error": "✗", "blank": "○"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # pyright: ignore (a console of Windows)
    options = _parser().parse_args(arguments)
    try:
        sys.exit(options.run(options))
    except (OSError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("workbook-student", description=main.__doc__)
    parser.description = "Look at your notebooks without a front end; nothing is graded."
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("check", help="run the visible checks of a notebook")
    command.add_argument("notebook", type=Path)
    command.add_argument("--json", action="store_true", help="for a program to read")
    command.add_argument("--run-all", action="store_true", help="also cells that only show")
    command.set_defaults(run=_check)
    command = commands.add_parser("progress", help="show what has passed")
    command.set_defaults(run=_progress)
    command = commands.add_parser("solution", help="show the solution of a passed exercise")
    command.add_argument("exercise")
    command.set_defaults(run=_solution)
    command = commands.add_parser("export", help="make a module of what you built")
    command.add_argument("notebook", type=Path)
    command.set_defaults(run=_export)
    return parser


def _check(options: argparse.Namespace) -> int:
    from student_lib.seat.checking import check  # imports torch

    lesson, outcomes = check(options.notebook, run_all=options.run_all)
    for one in outcomes:
        if one.verdict != "blank":
            note_outcome(lesson, one.exercise, passed=one.verdict == "passed")
    if options.json:
        print(json.dumps({"lesson": lesson.name, "exercises": list(map(asdict, outcomes))}))
    else:
        print(_report(lesson.title, outcomes))
    return 0 if all(one.verdict == "passed" for one in outcomes) else 1


def _report(title: str, outcomes: "Sequence[Outcome]") -> str:
    width = max((len(one.exercise) for one in outcomes), default=0)
    lines = [title]
    for one in outcomes:
        head = f"  {SIGNS[one.verdict]} {one.exercise:{width}}  {one.verdict:6}  {one.message}"
        lines += [head.rstrip(), *(f"      {line}" for line in one.comparison.splitlines())]
    passed = sum(one.verdict == "passed" for one in outcomes)
    return "\n".join([*lines, f"{passed} of {len(outcomes)} exercises pass their visible checks."])


def _progress(options: argparse.Namespace) -> int:
    print(student_lib.progress())
    return 0


def _solution(options: argparse.Namespace) -> int:
    print(opened(options.exercise).data)
    return 0


def _export(options: argparse.Namespace) -> int:
    student_lib.export_mine(options.notebook)
    return 0


if __name__ == "__main__":
    main()
