"""Limits as a student meets them: each has a verdict of its own, and words that name the limit."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from autograder.course import MIB, Limits
from autograder.engine.results import Verdict

__all__ = ["OVERTIME", "STOPS", "limit_of", "stop_of", "words"]

OVERTIME: Final = "overtime"
"""What a cell is stopped by when the whole notebook has run too long."""

STOPS: Final[dict[str, Verdict]] = {
    "timeout": "timeout", OVERTIME: "timeout", "cpu": "cpu", "memory": "memory",
    "processes": "processes", "files": "files", "disk": "disk", "output": "output",
    "crashed": "crashed",
}  # fmt: skip
"""The verdict on an exercise whose cell was stopped, by what stopped it."""

ERRNO: Final = re.compile(r"\[Errno (\d+)\]")
ERRNOS: Final[dict[int, Verdict]] = {
    11: "processes",  # EAGAIN, of fork
    23: "files", 24: "files",  # ENFILE, EMFILE
    27: "disk", 28: "disk", 122: "disk",  # EFBIG, ENOSPC, EDQUOT
    12: "memory",  # ENOMEM
}  # fmt: skip
TEXTS: Final[dict[str, Verdict]] = {
    "can't start new thread": "processes",
    "can't allocate memory": "memory",  # torch
}


def words(stop: str, limits: Limits) -> str:
    """Say which limit was exceeded, to the student who did."""
    match stop:
        case "timeout":
            return f"it ran longer than {limits.cell_seconds:g} s"
        case "overtime":
            return f"the notebook ran longer than {limits.notebook_seconds:g} s"
        case "cpu":
            return f"it used more than {limits.cpu_seconds:g} s of processor time"
        case "memory":
            return f"it used more than {_size(limits.memory_bytes)} of memory"
        case "processes":
            return f"it started more than {limits.processes} processes and threads"
        case "files":
            return f"it had more than {limits.open_files} files open"
        case "disk":
            size = _size(limits.tmp_bytes)
            return f"it wrote more than {size}, or more than {limits.tmp_inodes} files"
        case "output":
            return "it sent something that cannot be read"
        case _:
            return "it ended the process"


def stop_of(reason: str) -> str:
    """Return what stopped a process that is gone, for the reason that its launcher gives."""
    return {"time": OVERTIME}.get(reason, reason) if reason in {*STOPS, "time"} else "crashed"


def limit_of(kinds: Collection[str], text: str) -> Verdict | None:
    """Return the limit behind an exception of the student's code; None where it has none.

    Files and threads beyond a limit are refused by the system, and the code meets an error. `kinds`
    are the names of the exception's classes. Only the student's own verdict hangs on what they say.
    """
    if "MemoryError" in kinds:
        return "memory"
    if found := ERRNO.match(text):
        return ERRNOS.get(int(found[1]))
    if "RuntimeError" in kinds:
        return next((verdict for part, verdict in TEXTS.items() if part in text), None)
    return None


def _size(count: int) -> str:
    return f"{count / MIB:.4g} MiB"
