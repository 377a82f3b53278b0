"""Late work: due dates out of course_config.py, and what a day costs, through autograde."""

from datetime import datetime

import pytest
from class_maker import LESSON

from autograder.classroom.late import DAY, PerDay

DUE = "2024-02-01 12:00"
POLICY = """
c.AssignLatePenalties.plugin_class = "autograder.classroom.late.PerDay"
c.PerDay.percent = 10
c.PerDay.grace_minutes = 15
c.PerDay.at_most = 50
"""
PENALTIES = "select late_submission_penalty from submitted_notebook"
DUE_DATE = "select duedate from assignment"


@pytest.fixture
def configure(classroom):
    """Write a due date and a policy into the course's file."""
    path = classroom.root / "course_config.py"
    text = path.read_text(encoding="utf-8")

    def write(due=DUE, policy=POLICY, zone="UTC"):
        lesson = f'timezone="{zone}", lessons=(Lesson("{LESSON}", due="{due}"),)'
        made = text.replace(f'lessons=(Lesson("{LESSON}"),)', lesson)
        assert made != text
        path.write_text(made + policy, encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("stamp", "penalty"),
    [
        ("2024-02-01 11:59", None),
        ("2024-02-01 12:15", 0.0),
        ("2024-02-01 12:16", 0.5),
        ("2024-02-02 12:00", 0.5),
        ("2024-02-02 12:01", 1.0),
        ("2024-03-01 12:00", 2.5),
    ],
    ids=["in-time", "grace", "after-grace", "a-day", "a-second-day", "at-most"],
)
def test_each_day_that_has_begun_takes_its_share(classroom, configure, stamp, penalty):
    configure()
    classroom.hand_in("ann", timestamp=f"{stamp}:00 UTC")
    assert classroom.autograde().code == 0
    assert classroom.query(PENALTIES) == [(penalty,)]


def test_the_share_is_of_what_was_earned(classroom, configure):
    configure()
    classroom.hand_in("ann", double=None, timestamp="2024-02-02 12:00:00 UTC")
    assert classroom.autograde().code == 0
    assert classroom.query(PENALTIES) == [(0.2,)]


def test_a_moved_due_date_counts_when_grading_again(classroom, configure):
    configure()
    classroom.hand_in("ann", timestamp="2024-02-02 12:00:00 UTC")
    classroom.autograde()
    configure(due="2024-02-03 12:00")
    assert classroom.autograde("--force").code == 0
    assert classroom.query(PENALTIES) == [(None,)]


def test_due_dates_reach_the_gradebook_in_utc(classroom, configure):
    configure(zone="Europe/Zurich")
    classroom.hand_in("ann")
    classroom.autograde()
    ((due,),) = classroom.query(DUE_DATE)
    assert datetime.fromisoformat(due) == datetime(2024, 2, 1, 11)


def test_a_date_set_by_hand_stays_while_the_course_names_none(classroom):
    classroom.change("update assignment set duedate = '2024-02-01 00:00:00.000000'")
    classroom.hand_in("ann")
    classroom.autograde()
    assert classroom.query(DUE_DATE) == [("2024-02-01 00:00:00.000000",)]


def test_without_a_policy_nothing_is_taken(classroom, configure):
    configure(policy="")
    classroom.hand_in("ann", timestamp="2024-03-01 12:00:00 UTC")
    classroom.autograde()
    assert classroom.query(PENALTIES) == [(None,)]


def test_a_share_of_everything_is_never_more_than_everything():
    policy = PerDay(percent=40)
    assert policy.late_submission_penalty("ann", 10.0, 90 * DAY) == 10.0
