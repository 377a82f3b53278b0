"""`workbook calendar`: a table for people, and a file that calendars read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from test_cli import run
from tiny_course import FIRST, SECOND

from autograder.course import Course

DATES = {
    FIRST: 'opens="2026-09-14 08:00", due="2026-09-27 23:59"',
    SECOND: 'due="2026-11-01 12:00"',
}


def write_dates(course: Course, dates: dict[str, str]) -> None:
    path = course.root / "course_config.py"
    text = path.read_text().replace('title="Tiny"', 'title="Tiny", timezone="Europe/Zurich"')
    for lesson, said in dates.items():
        text = text.replace(f'Lesson("{lesson}"', f'Lesson("{lesson}", {said}', 1)
    path.write_text(text)


def events(path: Path) -> list[tuple[str, datetime, str]]:
    """Return summary, start and id of each event."""
    read = Calendar.from_ical(path.read_bytes())
    return [(str(one["summary"]), one["dtstart"].dt, str(one["uid"])) for one in read.events]


@pytest.fixture
def term(course: Course) -> Course:
    """A course with dates."""
    write_dates(course, DATES)
    return course


def test_the_table_shows_dates_in_the_zone_of_the_course(term: Course) -> None:
    result = run(term.root, "calendar")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "| lesson | opens | due (Europe/Zurich) |",
            "|---|---|---|",
            '| Halves of "things" | Mon 2026-09-14 08:00 | Sun 2026-09-27 23:59 |',
            "| Quarters |  | Sun 2026-11-01 12:00 |",
        ],
    )


def test_the_file_is_a_calendar_with_an_event_for_each_date(term: Course) -> None:
    result = run(term.root, "calendar", "--ics", "term.ics")
    assert (result.exit_code, result.output) == (0, "term.ics\n")
    path = term.root / "term.ics"
    assert [one[:2] for one in events(path)] == [
        ('Halves of "things" opens', datetime(2026, 9, 14, 6, tzinfo=UTC)),
        ('Halves of "things" is due', datetime(2026, 9, 27, 21, 59, tzinfo=UTC)),
        ("Quarters is due", datetime(2026, 11, 1, 11, tzinfo=UTC)),
    ]


def test_the_file_keeps_to_the_form_of_rfc_5545(term: Course) -> None:
    run(term.root, "calendar", "--ics", "term.ics")
    data = (term.root / "term.ics").read_bytes()
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert (lines[0], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)
    assert not any(b"\n" in line or len(line) > 75 for line in lines)
    required = ("uid", "dtstamp", "dtstart")
    read = Calendar.from_ical(data)
    assert all(name in event for event in read.events for name in required)
    assert not read.errors
    assert not any(event.errors for event in read.events)


def test_an_event_keeps_its_id_when_its_date_moves(term: Course) -> None:
    run(term.root, "calendar", "--ics", "before.ics")
    path = term.root / "course_config.py"
    path.write_text(path.read_text().replace("2026-09-27 23:59", "2026-09-29 23:59"))
    run(term.root, "calendar", "--ics", "after.ics")
    before, after = events(term.root / "before.ics"), events(term.root / "after.ics")
    assert [one[2] for one in before] == [one[2] for one in after]
    assert len({one[2] for one in before}) == 3
    assert before[1][1] != after[1][1]


def test_the_same_course_makes_the_same_file(term: Course) -> None:
    run(term.root, "calendar", "--ics", "one.ics")
    run(term.root, "calendar", "--ics", "two.ics")
    assert (term.root / "one.ics").read_bytes() == (term.root / "two.ics").read_bytes()


def test_without_dates_it_says_how_to_give_them(course: Course) -> None:
    result = run(course.root, "calendar")
    assert result.exit_code == 2
    assert 'due="2026-10-12 23:59"' in result.stderr
