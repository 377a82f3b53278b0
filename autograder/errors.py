"""Every error that the workbook raises on purpose.

Each message says what happened, where, and what to do next. The command line maps the tree to exit
codes: `UsageError` ends with 2, `InternalError` with 3, `Interrupted` as shells have it with 130,
every other one with 1.
"""

from __future__ import annotations

__all__ = [
    "BuildError",
    "ClusterError",
    "ConfigError",
    "DiskError",
    "GradebookError",
    "InternalError",
    "Interrupted",
    "LeakError",
    "LessonError",
    "NotebookError",
    "SandboxError",
    "StaleBuildError",
    "UsageError",
    "WireError",
    "WorkbookError",
]


class WorkbookError(Exception):
    """Base class: something went wrong that a person can mend."""

    exit_code = 1


class UsageError(WorkbookError):
    """The command was called with something that does not exist or does not fit."""

    exit_code = 2


class ConfigError(WorkbookError):
    """`course_config.py` says what cannot be: an unknown lesson, a circle, a bad limit."""


class LessonError(WorkbookError):
    """A lesson, its hidden tests, mutants or alternatives are not what the grader needs."""


class NotebookError(WorkbookError):
    """A submitted file is refused at intake: not JSON, not a notebook, too large, a link."""


class BuildError(WorkbookError):
    """A product could not be made from `source/`."""


class StaleBuildError(BuildError):
    """A product does not match its source any more; `workbook build` mends it."""


class LeakError(BuildError):
    """What students would get holds a solution, a hidden test, a mutant or an alternative."""


class DiskError(WorkbookError):
    """There is no room to write, or nothing may be written there."""


class ClusterError(WorkbookError):
    """The scheduler does not answer, has no workers, or its workers grade by another version."""


class GradebookError(WorkbookError):
    """The gradebook is away, locked, or in use by another run."""


class SandboxError(WorkbookError):
    """The walls around student code could not be put up, so nothing was run."""


class WireError(WorkbookError):
    """A frame from the other side broke the protocol; its sender is not trusted any more."""


class InternalError(WorkbookError):
    """Our own fault, never the student's: a grader or launcher died, a test could not run."""

    exit_code = 3


class Interrupted(WorkbookError):
    """A person stopped the command; what was done until then is kept."""

    exit_code = 130
