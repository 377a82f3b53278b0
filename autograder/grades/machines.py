"""Results as other graders and test tools read them: Gradescope's results.json, JUnit's XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.engine.results import WORDS, ExerciseResult, LessonResult, TestResult
from autograder.text import worded

__all__ = ["gradescope", "junit", "refused"]


def gradescope(result: LessonResult) -> dict[str, Any]:
    """Return what Gradescope reads from /autograder/results/results.json: a test an exercise.

    See https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format
    """
    return {
        "score": result.score,
        "execution_time": round(result.seconds, 3),
        "output": "\n".join(worded(note) for note in result.notes),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_gradescope_test(exercise) for exercise in result.exercises],
        "extra_data": {"version": result.version, "tier": result.tier},
    }


def _gradescope_test(exercise: ExerciseResult) -> dict[str, Any]:
    lines = [f"{'✓' if test.passed else '✗'} {told(test)}" for test in exercise.tests]
    if exercise.diagnosis:
        lines += ["", exercise.diagnosis]
    return {
        "name": exercise.id,
        "score": exercise.score,
        "max_score": exercise.max_score,
        "status": "passed" if exercise.score >= exercise.max_score else "failed",
        "output": worded("\n".join(lines)),
        "output_format": "text",
        "visibility": "visible",
    }


def refused(reason: str) -> dict[str, Any]:
    """Return Gradescope's results for a file that is no notebook of the lesson."""
    return {
        "score": 0.0,
        "output": worded(reason),
        "output_format": "text",
        "visibility": "visible",
        "tests": [],
    }


def told(test: TestResult) -> str:
    """Say in a line what a test looks at, and how it went when it did not pass."""
    if test.passed:
        return test.title
    return f"{test.title} – {WORDS[test.verdict]}{f': {test.message}' if test.message else ''}"


def junit(results: Mapping[str, LessonResult]) -> str:
    """Return JUnit's XML: a suite for each student, a case for each hidden test."""
    root = ET.Element("testsuites")
    for student, result in results.items():
        cases = [(one.id, test) for one in result.exercises for test in one.tests]
        failed = sum(not test.passed and test.verdict != "internal" for _, test in cases)
        errors = sum(test.verdict == "internal" for _, test in cases)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=clean(student),
            tests=str(len(cases)),
            failures=str(failed),
            errors=str(errors),
            skipped="0",
            time=f"{result.seconds:.3f}",
        )
        _add_cases(suite, cases)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_cases(suite: ET.Element, cases: Iterable[tuple[str, TestResult]]) -> None:
    for exercise, test in cases:
        case = ET.SubElement(
            suite,
            "testcase",
            classname=clean(exercise),
            name=clean(test.name or test.title),
            time=f"{test.seconds:.3f}",
        )
        if not test.passed:
            kind = "error" if test.verdict == "internal" else "failure"
            found = ET.SubElement(case, kind, type=test.verdict, message=clean(told(test)))
            found.text = clean(test.message)


def clean(text: str) -> str:
    """Return text that XML 1.0 can hold."""
    return "".join(sign for sign in worded(text) if sign >= " " or sign in "\t\n")
