"""Which walls stood around a submission is said at the start and stored with its grade."""

import json

import pytest
from class_maker import LESSON
from click.testing import CliRunner
from fake_lanes import FakeLanes

from autograder.cli import main

LINE = "sandbox tier A: namespaces, seccomp, a cgroup and another uid; self-test passed"
TRUST = "--i-trust-these-submissions"


def run(*args):
    return CliRunner().invoke(main, [*map(str, args)])


def test_grade_says_the_tier_and_stores_it(classroom):
    classroom.hand_in("ann")
    ran = run("grade", LESSON, "--json")
    assert LINE in ran.stderr
    assert json.loads(ran.stdout)["tier"] == "A"
    assert classroom.graded("ann")["metadata"]["workbook"]["tier"] == "A"
    again = run("grade", LESSON, "--json")
    assert "sandbox" not in again.stderr  # nothing is run


def test_check_says_the_tier(classroom):
    path = classroom.hand_in("ann")
    ran = run("check", path)
    assert ran.exit_code == 0
    assert LINE in ran.stdout
    assert json.loads(run("check", path, "--json").stdout)["tier"] == "A"


def test_plain_autograde_logs_the_tier(classroom):
    classroom.hand_in("ann")
    ran = classroom.autograde()
    assert ran.code == 0
    assert LINE in [text for _, text in ran.lines]


@pytest.fixture
def trusted(classroom, monkeypatch):
    """For each engine that was made, whether it may grade without walls."""
    seen = []
    made = FakeLanes.__init__

    def note(self, course, *args, **options):
        seen.append(course.trust_submissions)
        made(self, course, *args, **options)

    monkeypatch.setattr(FakeLanes, "__init__", note)
    classroom.hand_in("ann")
    return seen


def test_submissions_are_not_trusted_unless_somebody_says_so(classroom, trusted):
    run("check", classroom.root / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb")
    run("grade", LESSON)
    classroom.autograde("--force")
    assert trusted == [False] * 3


def test_the_flag_trusts_them(classroom, trusted):
    run("check", classroom.root / "submitted" / "ann" / LESSON / f"{LESSON}.ipynb", TRUST)
    run("grade", LESSON, TRUST)
    assert trusted == [True] * 2


@pytest.mark.parametrize("place", ["course", "nbgrader"])
def test_plain_nbgrader_trusts_them_by_configuration(classroom, trusted, place):
    path = classroom.root / "course_config.py"
    text = path.read_text()
    if place == "course":
        text = text.replace('title="Tiny"', 'title="Tiny", trust_submissions=True')
    else:
        text += "\nc.SubmissionExporter.trusted = True\n"
    path.write_text(text)
    classroom.autograde()
    assert trusted == [True]


def test_without_walls_nothing_is_graded(classroom, monkeypatch):
    path = classroom.root / "course_config.py"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "fake_lanes" not in line))
    monkeypatch.setenv("WORKBOOK_WITHOUT", "mounts,Landlock,bubblewrap")
    submission = classroom.hand_in("ann")
    for words in (["grade", LESSON], ["check", submission]):
        ran = run(*words)
        assert ran.exit_code == 1
        assert "sandbox tier D: no walls" in ran.stderr
        assert TRUST in ran.stderr
    assert classroom.scores("ann") == {}


def test_a_class_in_the_settings_that_is_gone_is_named(classroom):
    with (classroom.root / "course_config.py").open("a") as file:
        file.write('\nc.Autograde.exporter_class = "autograder.gone.Exporter"\n')
    classroom.hand_in("ann")
    ran = run("grade", LESSON)
    assert ran.exit_code == 1
    assert "autograder.gone.Exporter" in ran.stderr
    assert "correct course_config.py" in " ".join(ran.stderr.split())
    assert classroom.scores("ann") == {}


def test_our_faults_are_listed_for_the_instructor(classroom):
    classroom.hand_in("ann")
    classroom.hand_in("bob", double="# breaks the grader\ndef double(x):\n    return 2 * x")
    ran = run("grade", LESSON)
    assert ran.exit_code == 3
    assert "bob: our fault, not the student's: InternalError: a grader is gone" in ran.stdout
    assert classroom.grades("bob")["double"] == (None, None, 1)
    assert classroom.scores("ann")["double"] == 3
