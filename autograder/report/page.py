"""The class report as one HTML page: nothing beside it, nothing fetched, no student code run."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import date

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from autograder import TEMPLATES
from autograder.engine.results import WORDS, Verdict
from autograder.report.figures import Report

__all__ = ["page"]

SCRIPT = "report.js"
CODES: dict[Verdict, int] = {verdict: number for number, verdict in enumerate(WORDS)}
"""A verdict is a number in the grid: 0 is passed."""

Link = Callable[[str], str]


def page(report: Report, *, feedback: Link, review: Link) -> str:
    """Return the page. `feedback` and `review` give the address of a student's page, or nothing."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    script = (TEMPLATES / SCRIPT).read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        report=report,
        words=WORDS,
        today=date.today(),
        feedback=feedback,
        review=review,
        script=Markup(script),
        hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=Markup(as_data(report)),
    )


def as_data(report: Report) -> str:
    """Return what the script draws, as JSON that cannot end its element."""
    tests = [(one.id, test.title) for one in report.exercises for test in one.tests]
    plain = {
        "students": report.students,
        "tests": tests,
        "words": list(WORDS.values()),
        "grid": ["".join(chr(ord("a") + CODES[v]) for v in row) for row in report.grid],
    }
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
