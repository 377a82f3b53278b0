"""`workbook verify`: what it prints and its exit codes. Nothing is graded here."""

import json

import pytest
import verify_course
from click.testing import CliRunner
from verify_course import LESSON

from autograder.authoring.survivors import Survivor
from autograder.authoring.verify import Report, Row
from autograder.cli import main
from autograder.commands import verify as command_verify
from autograder.errors import LessonError


def report_of(*, findings=()):
    """Return the report of a small lesson."""
    report = Report(LESSON, {"sum-up": {"test_rows": "Adds <rows>.", "test_dtype": "Keeps it."}})
    failed = {"sum-up": {"test_rows": "failed: the result has the wrong shape"}}
    report.rows = [
        Row("mutant", "sum-up", "wrong_axis", 1, 2, failed),
        Row("alternative", "sum-up", "einsum", 2, 2, {}),
    ]
    report.mutations = {"sum-up": 9}
    diff = "-    return x < 1\n+    return x <= 1"
    report.survivors = [Survivor("sum-up", "L3-less-to-less-or-equal", diff, "k", "the same")]
    for where, found, mend in findings:
        report.find(where, found, mend)
    return report


FINDING = ("mutation sum-up/L4", "no test rejects it\n-  a\n+  b", "write a test")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Call the command in a course, with the given reports or errors in the place of grading."""
    verify_course.write_course(tmp_path)
    monkeypatch.chdir(tmp_path)

    def call(*args, gives=None):
        asked = []

        def verify(course, lesson, **options):
            asked.append((lesson, options["generated"], options["check"], options["jobs"]))
            options["progress"](1, 2)
            if isinstance(gives, Exception):
                raise gives
            return gives or report_of()

        monkeypatch.setattr(command_verify, "verify", verify)
        result = CliRunner().invoke(main, ["verify", *args])
        result.asked = asked
        return result

    return call


def test_the_matrix_has_a_row_a_mutant_and_a_numbered_column_a_test(run):
    result = run()
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "mutant 1 2" in lines
    assert "wrong axis ✗ ·" in lines
    assert "2 dtype: Keeps it." in lines
    assert any("1 of 1 alternatives earn everything" in line for line in lines)
    assert lines[-1].startswith(f"{LESSON}: no findings · 2 tests · 1 mutants")


def test_a_finding_shows_where_what_and_how_to_mend_and_ends_with_1(run):
    result = run(gives=report_of(findings=[FINDING]))
    assert result.exit_code == 1
    assert (
        "mutation sum-up/L4: no test rejects it\n    -  a\n    +  b\n  → write a test"
        in result.stdout
    )


@pytest.mark.parametrize(
    ("args", "asked"),
    [
        ([], (LESSON, True, False, None)),
        (["--no-generated", "--jobs", "3"], (LESSON, False, False, 3)),
        ([LESSON, "--generated", "--check"], (LESSON, True, True, None)),
    ],
)
def test_options_are_handed_on(run, args, asked):
    assert run(*args).asked == [asked]


def test_brief_leaves_out_the_matrix_and_keeps_findings(run):
    stdout = run("--brief", gives=report_of(findings=[FINDING])).stdout
    assert stdout.startswith("mutation sum-up/L4: no test rejects it")
    assert stdout.splitlines()[-1].startswith(f"{LESSON}: 1 finding · 2 tests · 1 mutants")


def test_json_is_one_object_a_lesson(run):
    (lesson,) = json.loads(run("--json").stdout)
    assert lesson["lesson"] == LESSON
    assert lesson["rows"][0]["failed"] == {
        "sum-up": {"test_rows": "failed: the result has the wrong shape"}
    }


def test_a_page_holds_all_and_fetches_nothing(run, tmp_path):
    assert run("--html", "page.html", gives=report_of(findings=[FINDING])).exit_code == 1
    page = (tmp_path / "page.html").read_text()
    for text in ("wrong axis", "Adds &lt;rows&gt;.", "✗", "no test rejects it", "the same"):
        assert text in page
    assert "width=device-width" in page
    assert "prefers-color-scheme: dark" in page
    assert not any(word in page for word in ("http:", "https:", "<script", "@import", "url("))


def test_an_unknown_lesson_is_a_usage_error_that_lists_the_lessons(run):
    result = run("1-1-2-missing")
    assert result.exit_code == 2
    assert (
        f"there is no lesson '1-1-2-missing' in course_config.py. Lessons: {LESSON}"
        in result.stderr
    )


def test_a_broken_lesson_is_one_line_and_ends_with_1(run):
    result = run(gives=LessonError(f"lesson {LESSON}: test_x.py, line 3:\n  no"))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == f"Error: lesson {LESSON}: test_x.py, line 3: no"
    assert result.stdout == ""


def test_help_tells_what_it_costs(run):
    text = " ".join(run("--help").stdout.split())
    assert "20 s a lesson" in text
    assert "Exit status" in text
