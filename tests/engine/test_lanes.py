"""When another lane is started: for work that takes longer than a start, not for a handful."""

import pytest
from test_our_faults import submission
from tiny_lesson import LESSON

from autograder.engine import lanes as module
from autograder.engine.lanes import Lanes, Load

START = 4.0


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is set: `clock[0]`, in seconds."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def load(submissions):
    made = Load()
    for _ in range(submissions):
        made.more()
    return made


def asked(made, clock, seconds_each):
    """After how many submissions another lane was asked for, by one lane at work; else None."""
    number = 0
    while made._open:
        if made.asks_for_more(START):
            return number
        clock[0] += seconds_each
        made.less(seconds_each)
        number += 1
    return None


def test_a_handful_gets_one_lane(clock):
    assert asked(load(1), clock, 30.0) is None
    assert asked(load(4), clock, 0.1) is None
    assert asked(load(20), clock, 0.1) is None


def test_much_work_gets_another_lane_at_once(clock):
    assert asked(load(15), clock, 1.0) == 1


def test_a_few_quick_submissions_that_never_end_get_another_lane(clock):
    made = load(6)
    for _ in range(39):
        assert not made.asks_for_more(START)
        clock[0] += 0.1
        made.less(0.1)
        made.more()
    clock[0] += 0.2
    assert made.asks_for_more(START)


def test_each_further_lane_must_pay_again(clock):
    made = load(12)
    assert asked(made, clock, 1.0) == 1
    assert not made.asks_for_more(START)
    clock[0] += START
    assert made.asks_for_more(START)


def test_a_few_submissions_start_one_grader(tiny_course):
    with Lanes(tiny_course, LESSON, count=2) as lanes:
        lanes.start()
        graded = [lanes.submit(submission(lanes)) for _ in range(4)]
        assert [one.result().result.score for one in graded] == [7] * 4
        assert [lane._process is not None for lane in lanes._lanes] == [True, False]


def test_another_lane_takes_its_share(tiny_course, monkeypatch):
    monkeypatch.setattr(Load, "asks_for_more", lambda *_: True)
    with Lanes(tiny_course, LESSON, count=2) as lanes:
        lanes.start()
        first = lanes.submit(submission(lanes))
        assert first.result().result.score == 7
        lanes._starts.shutdown(wait=True)
        assert lanes._free.qsize() == 2
        graded = [lanes.submit(submission(lanes)) for _ in range(6)]
        assert [one.result().result.score for one in graded] == [7] * 6


def test_closing_ends_a_lane_that_is_starting(tiny_course, monkeypatch):
    monkeypatch.setattr(Load, "asks_for_more", lambda *_: True)
    with Lanes(tiny_course, LESSON, count=2) as lanes:
        lanes.start()
        assert lanes.grade(submission(lanes)).result.score == 7
    assert all(lane._process is None for lane in lanes._lanes)


def test_a_lane_that_does_not_start_leaves_the_work_to_the_others(tiny_course, monkeypatch):
    monkeypatch.setattr(Load, "asks_for_more", lambda *_: True)
    with Lanes(tiny_course, LESSON, count=2) as lanes:
        lanes.start()
        monkeypatch.setattr(module, "PROGRAM", "raise SystemExit(1)")
        graded = [lanes.submit(submission(lanes)) for _ in range(4)]
        assert [one.result().result.score for one in graded] == [7] * 4
