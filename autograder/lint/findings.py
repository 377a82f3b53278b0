"""What the linter says: findings, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

__all__ = ["Finding", "render_json", "render_text"]


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `cell` is empty for the notebook as a whole, `line` 0 for a whole cell."""

    lesson: str
    cell: str
    rule: str
    found: str
    mend: str
    line: int = 0

    @property
    def place(self) -> str:
        """Where it is, in words: the lesson, its cell and the line in that cell."""
        if self.cell:
            where = f"cell {self.cell}"
            return (
                f"{self.lesson}, {where}, line {self.line}"
                if self.line
                else (f"{self.lesson}, {where}")
            )
        return f"{self.lesson}, line {self.line} of the file" if self.line else self.lesson


def render_text(findings: Sequence[Finding]) -> str:
    """Return the findings as paragraphs: where and which rule, what was found, how to mend it."""
    if not findings:
        return "no findings"
    parts = [
        f"{finding.place} [rule {finding.rule}]\n  found: {finding.found}\n  mend:  {finding.mend}"
        for finding in findings
    ]
    lessons = len({finding.lesson for finding in findings})
    parts.append(f"findings: {len(findings)}, in lessons: {lessons}")
    return "\n\n".join(parts)


def render_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON list of objects with the fields of `Finding`."""
    return json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False)
