"""Dates of a course: written as a teacher writes them, in the course's time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["moment", "zone"]

EXAMPLE = "2026-10-12 23:59"


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name; raise ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise ValueError(_no_zone(name)) from error
    except KeyError:
        raise ValueError(_no_zone(name)) from None


def _no_zone(name: str) -> str:
    return f"there is no time zone {name!r}: name one such as Europe/Zurich, America/Toronto or UTC"


def moment(text: str, timezone: str) -> datetime:
    """Return when `text` is, in UTC; raise ValueError where it is no day and time.

    An hour that is skipped or comes twice when clocks change is taken as the earlier offset.

    Example: moment("2026-10-12 23:59", "Europe/Zurich") -> 2026-10-12 21:59 UTC
    """
    try:
        local = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise ValueError(f'must read "{EXAMPLE}", not {text!r}') from None
    if ":" not in text:
        raise ValueError(f'needs a time of day, as in "{EXAMPLE}", not {text!r} alone')
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone(timezone))
    return local.astimezone(UTC)
