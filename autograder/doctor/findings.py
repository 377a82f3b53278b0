"""What an examination says: one finding a line, each with its mend."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Finding", "note", "ok", "problem"]


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at. A problem keeps from grading; a note says what is weaker."""

    area: str
    name: str
    state: Literal["ok", "note", "problem"]
    text: str
    mend: str = ""


def ok(area: str, name: str, text: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(area, name, "ok", text)


def note(area: str, name: str, text: str, mend: str) -> Finding:
    """Return a finding that something is weaker than it could be."""
    return Finding(area, name, "note", text, mend)


def problem(area: str, name: str, text: str, mend: str) -> Finding:
    """Return a finding that something has to be mended."""
    return Finding(area, name, "problem", text, mend)
