"""Time `workbook verify` on a lesson of 8 exercises, 40 mutants and 24 alternatives.

The lesson is an existing one with the rest taken out: `python benchmarks/verify_lesson.py` on an
idle machine, `--lesson` for another than the default. What it finds does not matter here.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from autograder.authoring.build import build
from autograder.course import Course, load_course
from autograder.notebook import LessonNotebook

ROOT = Path(__file__).resolve().parent.parent
EXERCISES, MUTANTS, ALTERNATIVES = 8, 5, 3
VERIFY = (sys.executable, "-c", "from autograder.cli import main; main()", "verify", "--json")


def copy_course(lesson: str, root: Path) -> Course:
    """Copy what belongs to the course, not the engine, to `root`."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "student_lib", root / "student_lib", ignore=ignored)
    for folder in ("source", "autograder/hidden", "autograder/mutants", "autograder/alternatives"):
        shutil.copytree(ROOT / folder / lesson, root / folder / lesson, ignore=ignored)
    return load_course(root)


def keep_some(course: Course, lesson: str) -> None:
    """Keep the first exercises of the lesson, and as many mutants and alternatives of each."""
    found = [one.id for one in LessonNotebook.load(lesson, course.source(lesson)).exercises]
    ungrade(course.source(lesson), set(found[EXERCISES:]))
    for exercise in found[EXERCISES:]:
        (course.hidden(lesson) / f"test_{exercise.replace('-', '_')}.py").unlink()
    for folder, count in (
        (course.mutants(lesson), MUTANTS),
        (course.alternatives(lesson), ALTERNATIVES),
    ):
        for exercise in found[EXERCISES:]:
            shutil.rmtree(folder / exercise)
        for exercise in found[:EXERCISES]:
            for path in sorted((folder / exercise).glob("*.py"))[count:]:
                path.unlink()


def ungrade(path: Path, exercises: set[str]) -> None:
    """Turn exercises into answer cells without points."""
    content = json.loads(path.read_text(encoding="utf-8"))
    checks = {f"{exercise}-check" for exercise in exercises}
    content["cells"] = [cell for cell in content["cells"] if cell["id"] not in checks]
    for cell in content["cells"]:
        if cell["id"] in exercises:
            cell["id"] = cell["metadata"]["nbgrader"]["grade_id"] = f"build-{cell['id']}"
    path.write_text(json.dumps(content), encoding="utf-8")


def measure(lesson: str, root: Path, option: str) -> tuple[float, dict[str, Any]]:
    """Return the wall time of one `workbook verify`, and its report."""
    start = time.perf_counter()
    done = subprocess.run(
        [*VERIFY, option, lesson], cwd=root, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode > 1:  # 1 says that it found something
        raise SystemExit(done.stderr)
    return round(seconds, 1), json.loads(done.stdout)[0]


@click.command()
@click.option("--lesson", default="3-1-1-matmul", show_default=True)
def main(lesson: str) -> None:
    """Measure, print and keep the result."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        course = copy_course(lesson, Path(folder).resolve())
        keep_some(course, lesson)
        build(course, [lesson], execute=False)
        by_hand, report = measure(lesson, course.root, "--no-generated")
        everything, full = measure(lesson, course.root, "--generated")
    kinds = [row["kind"] for row in report["rows"]]
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "load_before": round(os.getloadavg()[2], 1),
        "lesson": lesson,
        "exercises": len(report["tests"]),
        "tests": sum(map(len, report["tests"].values())),
        "mutants": kinds.count("mutant"),
        "alternatives": kinds.count("alternative"),
        "seconds_by_hand": by_hand,
        "mutations_made_by_machine": sum(full["mutations"].values()),
        "seconds_with_these": everything,
    }
    text = json.dumps(result, indent=1) + "\n"
    path = ROOT / "benchmarks" / "results" / f"verify-{lesson}-{result['date']}.json"
    path.write_text(text, encoding="utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
