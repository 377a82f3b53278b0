"""Dates of lessons: how a course may write them, and what it is told of others."""

from datetime import UTC, datetime

import pytest

from autograder.course import Course, Lesson
from autograder.dates import moment
from autograder.errors import ConfigError

A = "1-1-1-a"


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-10-12 23:59", "Europe/Zurich", datetime(2026, 10, 12, 21, 59)),
        ("2026-12-12 23:59", "Europe/Zurich", datetime(2026, 12, 12, 22, 59)),
        ("2026-10-12 23:59", "UTC", datetime(2026, 10, 12, 23, 59)),
        ("2026-10-12 23:59-04:00", "Europe/Zurich", datetime(2026, 10, 13, 3, 59)),
        ("2026-10-25 02:30", "Europe/Zurich", datetime(2026, 10, 25, 0, 30)),
    ],
    ids=["summer", "winter", "utc", "own-offset", "an-hour-that-comes-twice"],
)
def test_a_date_is_read_in_the_zone_of_the_course(text, zone, utc):
    assert moment(text, zone) == utc.replace(tzinfo=UTC)


def test_a_lesson_says_when_it_opens_and_is_due():
    lesson = Lesson(A, opens="2026-09-14 08:00", due="2026-09-27 23:59")
    course = Course(lessons=(lesson,), timezone="America/Toronto")
    assert course.opens(A) == datetime(2026, 9, 14, 12, tzinfo=UTC)
    assert course.due(A) == datetime(2026, 9, 28, 3, 59, tzinfo=UTC)


def test_without_dates_a_lesson_has_none():
    course = Course(lessons=(Lesson(A),))
    assert (course.opens(A), course.due(A)) == (None, None)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({"due": "next week"}, f"due of {A} must read \"2026-10-12 23:59\", not 'next week'"),
        ({"due": 20261012}, f"due of {A} must read"),
        ({"opens": "2026-10-12"}, f"opens of {A} needs a time of day"),
        ({"due": "2026-02-30 12:00"}, f"due of {A} must read"),
        (
            {"opens": "2026-10-12 08:00", "due": "2026-10-12 08:00"},
            f"{A} is due at 2026-10-12 08:00, which is not after it opens",
        ),
    ],
    ids=["words", "number", "no-time", "no-such-day", "due-first"],
)
def test_a_date_that_cannot_be_meant_is_refused(dates, words):
    with pytest.raises(ConfigError) as refused:
        Course(lessons=(Lesson(A, **dates),))
    assert words in str(refused.value)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../etc/passwd", "", "CEST "])
def test_an_unknown_time_zone_is_refused_with_examples(name):
    with pytest.raises(ConfigError, match=r"there is no time zone .* such as Europe/Zurich"):
        Course(lessons=(Lesson(A),), timezone=name)
