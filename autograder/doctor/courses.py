"""The course: its configuration, its lessons, and whether all is built from what is there now."""

from __future__ import annotations

from collections.abc import Iterator

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.authoring.stale import refuse_stale
from autograder.course import CONFIG_NAME, Course
from autograder.doctor.findings import Finding, note, ok, problem
from autograder.doctor.gradebook import gradebook
from autograder.errors import StaleBuildError, WorkbookError

__all__ = ["configuration", "lessons"]

AREA = "course"
NBGRADER = "nbgrader_config.py"
EXPORTER = "autograder.classroom.nbgrader_plugin.SubmissionExporter"
EXECUTE = "autograder.classroom.nbgrader_plugin.SandboxExecute"


def configuration(course: Course) -> Iterator[Finding]:
    """Look at the settings that nbgrader finds, and at the gradebook that they name."""
    yield ok(AREA, CONFIG_NAME, f"{course.title}: {', '.join(course.by_name)}")
    if not (course.root / NBGRADER).is_file():
        text = "is missing: plain nbgrader would run student code without walls"
        mend = f'write one line into it: load_subconfig("{CONFIG_NAME}")'
        yield problem(AREA, NBGRADER, text, mend)
        return
    settings = PyFileConfigLoader(NBGRADER, path=str(course.root)).load_config()
    yield from plugged_in(settings)
    if course.trust_submissions:
        text = "trust_submissions is on: in tier D submissions run without walls"
        yield note(AREA, "trust", text, f"take it out of {CONFIG_NAME} where the host has walls")
    default = f"sqlite:///{course.root / 'gradebook.db'}"
    yield from gradebook(str(settings.CourseDirectory.get("db_url", default)))


def plugged_in(settings: Config) -> Iterator[Finding]:
    """Look whether nbgrader's autograde step is ours."""
    ours = settings.Autograde.get("exporter_class") == EXPORTER
    if ours and EXECUTE in settings.Autograde.get("autograde_preprocessors", ()):
        yield ok(AREA, "nbgrader", "autograde runs student code in the sandbox")
        return
    mend = "set c.Autograde.exporter_class and autograde_preprocessors as the workbook's own does"
    yield problem(AREA, "nbgrader", "autograde would run student code without walls", mend)


def lessons(course: Course) -> Iterator[Finding]:
    """Look at each lesson: is it released, and built from its source as it is now?"""
    for name in course.by_name:
        if not course.release(name).is_file():
            yield problem(AREA, name, "is not built", f"run `workbook build {name}`")
            continue
        mend = f"run `workbook build {name}`"
        try:
            findings = refuse_stale(course, name)
        except StaleBuildError as error:
            yield problem(AREA, name, str(error), mend)
        except (WorkbookError, OSError) as error:
            yield problem(AREA, name, str(error), "mend the lesson, then build it")
        else:
            if findings:
                yield note(AREA, name, "; ".join(findings), mend)
            else:
                yield ok(AREA, name, "built from its source as it is now")
