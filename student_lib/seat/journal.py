"""The file in which a student's progress is kept, a line for each thing that happened.

Lines are only ever added, each in one write. So several notebooks may write at once, a crash loses
a line at most, and a damaged line hides nothing but itself.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Journal", "home"]

FILE = "progress.jsonl"


def home() -> Path:
    """Return the student's own folder for this library.

    The environment variable STUDENT_LIB_HOME names another one, such as a mounted Google Drive.
    """
    import platformdirs

    named = os.environ.get("STUDENT_LIB_HOME")
    return Path(named) if named else platformdirs.user_data_path("student_lib", appauthor=False)


@dataclass
class Journal:
    """What a student has tried and passed, by lesson and exercise; `trouble` if it is not kept."""

    path: Path = field(default_factory=lambda: home() / FILE)
    entries: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    trouble: str = ""

    def passed(self, lesson: str) -> set[str]:
        """Return the exercises of a lesson whose check has passed."""
        return {one["exercise"] for one in self._of(lesson) if one["passed"]}

    def tried(self, lesson: str) -> set[str]:
        """Return the exercises of a lesson whose check has run on an answer."""
        return {one["exercise"] for one in self._of(lesson)}

    def lessons(self) -> dict[str, tuple[str, int]]:
        """Return title and number of exercises of each lesson that was worked on, by name."""
        return {one["lesson"]: (one["title"], one["exercises"]) for one in self.entries}

    def _of(self, lesson: str) -> Iterator[dict[str, Any]]:
        return (one for one in self.entries if one["lesson"] == lesson)

    def read(self) -> None:
        """Read what all notebooks have written; what only this one knows stays."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return
        written = [entry for line in lines if (entry := _entry(line))]
        self.entries = [*written, *(one for one in self.entries if one not in written)]

    def add(self, entry: dict[str, Any]) -> None:
        """Add what happened, here and in the file."""
        entry = {**entry, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        self.entries.append(entry)
        # the first line break ends a line that a crash has cut short
        line = f"\n{json.dumps(entry, ensure_ascii=False)}\n".encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as file:
                file.write(line)
            self.trouble = ""
        except OSError as error:
            self.trouble = error.strerror or str(error)


def _entry(line: bytes) -> dict[str, Any] | None:
    """Return a line's entry; None for a damaged line, and for an empty one."""
    kinds = {"lesson": str, "title": str, "exercises": int, "exercise": str, "passed": bool}
    try:
        entry = json.loads(line)
        sound = all(isinstance(entry[name], kind) for name, kind in kinds.items())
    except (ValueError, KeyError, TypeError):
        return None
    return entry if sound else None
