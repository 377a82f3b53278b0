"""`workbook calendar`: when lessons open and are due, for people and for calendars."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import click
from icalendar import Calendar, Event

from autograder import __version__
from autograder.authoring.catalogue import entry
from autograder.authoring.release import write_file
from autograder.course import CONFIG_NAME, Course, load_course
from autograder.dates import zone
from autograder.errors import UsageError

__all__ = ["command", "ics", "table"]

WORDS = {"opens": "opens", "due": "is due"}


@click.command("calendar")
@click.option(
    "--ics",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write this calendar file, which any calendar imports or subscribes to.",
)
def command(to: Path | None) -> None:
    """List when lessons open and are due, as a table in Markdown.

    The dates are those of course_config.py: Lesson(…, opens="…", due="…").

    Exit status: 0 printed or written, 2 no lesson has a date.
    """
    course = load_course()
    if not moments(course):
        raise UsageError(
            f"no lesson has a date: give it one in {CONFIG_NAME}, as in "
            'Lesson("3-1-1-matmul", due="2026-10-12 23:59")'
        )
    if to is None:
        click.echo(table(course))
    else:
        write_file(to, ics(course))
        click.echo(str(to))


def moments(course: Course) -> list[tuple[datetime, str, str]]:
    """Return what happens in the course, in time: when, to which lesson, what."""
    found = [
        (when, name, which)
        for name in course.by_name
        for which, when in (("opens", course.opens(name)), ("due", course.due(name)))
        if when is not None
    ]
    return sorted(found)


def title_of(course: Course, lesson: str) -> str:
    """Return the title of a lesson, or its name while it has no source."""
    return entry(course, lesson).title if course.source(lesson).is_file() else lesson


def table(course: Course) -> str:
    """Return the dates as a table in Markdown, a lesson a line, in the course's time zone."""

    def shown(when: datetime | None) -> str:
        return f"{when.astimezone(zone(course.timezone)):%a %Y-%m-%d %H:%M}" if when else ""

    lines = [f"| lesson | opens | due ({course.timezone}) |", "|---|---|---|"]
    for name in course.by_name:
        opens, due = course.opens(name), course.due(name)
        if opens or due:
            title = title_of(course, name).replace("|", "\\|")
            lines.append(f"| {title} | {shown(opens)} | {shown(due)} |")
    return "\n".join(lines)


def ics(course: Course) -> bytes:
    """Return the dates as a calendar of RFC 5545, the same for the same `course_config.py`.

    An event keeps its id when its date moves, so that a calendar moves it and adds no second one.
    """
    revised = (course.root / CONFIG_NAME).stat().st_mtime
    stamp = datetime.fromtimestamp(int(revised), UTC)
    calendar = Calendar()
    calendar.add("prodid", f"-//workbook//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", course.title)
    for when, lesson, which in moments(course):
        event = Event()
        event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course.title}/{lesson}/{which}")))
        event.add("dtstamp", stamp)
        event.add("dtstart", when)  # without an end: a moment, which takes nobody's time
        event.add("summary", f"{title_of(course, lesson)} {WORDS[which]}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
