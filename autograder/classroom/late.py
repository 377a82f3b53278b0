"""A late policy for nbgrader: part of the points for each day that has begun.

In `course_config.py`:

    c.AssignLatePenalties.plugin_class = "autograder.classroom.late.PerDay"
    c.PerDay.percent = 10
"""

from __future__ import annotations

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

__all__ = ["PerDay"]

DAY = 24 * 60 * 60


class PerDay(BasePlugin):
    """Takes a share of the points that were earned, for each day late that has begun."""

    percent = Float(10.0, min=0.0, max=100.0, help="What a day costs, of the points earned.").tag(
        config=True
    )
    grace_minutes = Float(0.0, min=0.0, help="Nothing is taken for so long.").tag(config=True)
    at_most = Float(100.0, min=0.0, max=100.0, help="Never more than this, in percent.").tag(
        config=True
    )

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """Return the points to take, as nbgrader asks for them."""
        if total_seconds_late <= self.grace_minutes * 60:
            return 0.0
        days = math.ceil(total_seconds_late / DAY)
        return score * min(days * self.percent, self.at_most) / 100
