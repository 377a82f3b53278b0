"""What a student may see of a result: inert cell outputs, and a block below each grade cell.

The block is made of the result alone. It names exercises and hidden tests by id and docstring; a
message of a grader that broke never enters it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, cast

import msgspec

from autograder.engine.results import WORDS, ExerciseResult, TestResult
from autograder.text import plain, worded

__all__ = [
    "block",
    "block_html",
    "block_of",
    "block_text",
    "inert",
    "mark",
    "shown",
]

MARK = "workbook"
PICTURES = ("image/png", "image/jpeg")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
CELL = "text-align: left; padding: 0.1em 1em 0.1em 0"  # for notebooks and the formgrader
GREEN, RED, GREY = "#1a7f37", "#cf222e", "#8a6d00"
UNSHOWN = "(this output can only be shown in the notebook itself)"


def inert(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return nbformat outputs with nothing in them that a browser could run or fetch."""
    return [kept for output in outputs if (kept := _inert(output)) is not None]


def _inert(output: dict[str, Any]) -> dict[str, Any] | None:
    match output.get("output_type"):
        case "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return {"output_type": "stream", "name": name, "text": _text(output.get("text"))}
        case "error":
            trace = output.get("traceback")
            lines = cast("list[object]", trace) if isinstance(trace, list) else []
            return {
                "output_type": "error",
                "ename": _text(output.get("ename")),
                "evalue": _text(output.get("evalue")),
                "traceback": [_text(line) for line in lines],
            }
        case "display_data" | "execute_result":
            data = output.get("data")
            return display(_inert_data(cast("dict[str, Any]", data))) if data else None
        case _:
            return None


def _inert_data(data: dict[str, Any]) -> dict[str, str]:
    kept = {kind: _text(data[kind]) for kind in PICTURES if kind in data}
    kept = {kind: value for kind, value in kept.items() if BASE64.fullmatch(value)}
    if "text/plain" in data:
        kept["text/plain"] = _text(data["text/plain"])
    return kept or {"text/plain": UNSHOWN}


def _text(value: object) -> str:
    if isinstance(value, list):
        return plain("".join(str(part) for part in cast("list[object]", value)))
    return plain(value) if isinstance(value, str) else ""


def display(data: dict[str, str], metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a display_data output."""
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


# the block below a grade cell
def block(exercise: ExerciseResult) -> dict[str, Any]:
    """Return the output that shows an exercise's result below its grade cell."""
    exercise = shown(exercise)
    data = {"text/html": block_html(exercise), "text/plain": block_text(exercise)}
    return display(data, {MARK: msgspec.to_builtins(exercise)})


def block_of(output: dict[str, Any]) -> ExerciseResult | None:
    """Return the result that `block` put into an output; None for any other output."""
    try:
        return msgspec.convert(output["metadata"][MARK], ExerciseResult)
    except (KeyError, TypeError, msgspec.ValidationError):
        return None


def shown(exercise: ExerciseResult) -> ExerciseResult:
    """Return the result as a student may see it: our own faults without their messages."""
    tests = [
        msgspec.structs.replace(
            test,
            message="" if test.verdict == "internal" else worded(test.message),
            title=worded(test.title),
        )
        for test in exercise.tests
    ]
    return msgspec.structs.replace(exercise, tests=tests)


def mark(test: TestResult) -> str:
    """✓, ✗, or ? where nobody can say."""
    if test.passed:
        return "✓"
    return "?" if test.verdict in ("internal", "refused") else "✗"


def block_text(exercise: ExerciseResult) -> str:
    """Return the block for terminals and plain notebooks."""
    lines = [f"{exercise.id}: {exercise.score:g} of {exercise.max_score:g} points"]
    for test in exercise.tests:
        verdict = "" if test.passed else f" ({WORDS[test.verdict]})"
        lines.append(f"{mark(test)} {test.title}{verdict}")
        if test.message and not test.passed:
            lines.extend(f"    {line}" for line in test.message.splitlines())
    if exercise.diagnosis:
        lines.append(f"→ {exercise.diagnosis}")
    return "\n".join(lines)


def block_html(exercise: ExerciseResult) -> str:
    """Return the block as HTML: no script, no link, every text escaped."""
    rows = "".join(map(_row, exercise.tests))
    diagnosis = ""
    if exercise.diagnosis:
        diagnosis = f'<p class="wb-diagnosis">{_lines(exercise.diagnosis)}</p>'
    return (
        f'<div class="wb-block" style="margin-bottom: 1.5em">'
        f'<p class="wb-score"><strong>{escape(exercise.id)}</strong> '
        f"{exercise.score:g} of {exercise.max_score:g} points</p>"
        f'<table class="wb-tests"><tbody>{rows}</tbody></table>{diagnosis}</div>'
    )


def _row(test: TestResult) -> str:
    colour = {"✓": GREEN, "✗": RED, "?": GREY}[mark(test)]
    state = {"✓": "pass", "✗": "fail", "?": "open"}[mark(test)]
    message = ""
    if test.message and not test.passed:
        message = f'<div class="wb-message">{_lines(test.message)}</div>'
    points = f"{test.points if test.passed else 0:g} / {test.points:g}"
    return (
        f'<tr class="wb-{state}"><td class="wb-mark" style="{CELL}">'
        f'<b style="color: {colour}">{mark(test)}</b></td>'
        f'<td class="wb-test" style="{CELL}">{escape(test.title)}'
        f' <span class="wb-verdict" style="color: {colour}">{escape(WORDS[test.verdict])}</span>'
        f'{message}</td><td class="wb-points">{points}</td></tr>'
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
