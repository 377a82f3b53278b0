"""What the benchmark makes of its measurements; the graders themselves are not run here."""

import json
from threading import Event

import pytest
from click.testing import CliRunner

from autograder.bench import cli, peers
from autograder.bench.peers import BenchError, Cost, NbgraderCourse, Otter, Run

KEYS = {"hardware", "nbgrader_s", "otter_s", "ours_s", "floor_s", "ratio_nbgrader_over_ours"}


@pytest.fixture
def graders(tmp_path, monkeypatch):
    """Graders of known cost, and a list of what they were asked to do."""
    asked = []

    def grade(course, count):
        asked.append((course.folder.name, count))
        start, more = {"stock": (5.0, 3.0), "ours": (6.0, 0.1)}[course.folder.name]
        return Run(count, Cost(start + count * more, 0), Cost(more, more / 2))

    def measure(course, few, many):
        asked.append((course.folder.name, few))
        return grade(course, many)

    def once(course):
        asked.append(("make", course.folder.name))
        (course.folder / "made").touch()

    monkeypatch.setattr(NbgraderCourse, "grade", grade)
    monkeypatch.setattr(NbgraderCourse, "measure", measure)
    monkeypatch.setattr(NbgraderCourse, "make", once)
    monkeypatch.setattr(Otter, "install", lambda otter: asked.append(("install", "otter")))
    monkeypatch.setattr(Otter, "prepare", lambda otter, tests: otter.folder.mkdir(parents=True))
    monkeypatch.setattr(Otter, "grade", lambda otter, path: Cost(12.0, 11.0))
    monkeypatch.setattr(cli, "floor_seconds", lambda path: 0.002)
    monkeypatch.chdir(tmp_path)
    return asked


def test_start_is_told_apart_from_one_more_submission(tmp_path, graders):
    figures = cli.measure(tmp_path / "run", None, quick=True)
    assert figures.nbgrader_s == 3.0
    assert figures.ours_s == 0.1
    assert figures.otter_s == 12.0
    assert figures.ratio_nbgrader_over_ours == 30.0
    assert figures.ratio_otter_over_ours == 120.0
    assert figures.cpu_s["nbgrader"] == 1.5
    assert figures.start_s["ours"] == 6.1
    assert figures.floor_s == 0.002


def test_graders_are_measured_one_after_the_other(tmp_path, graders):
    cli.measure(tmp_path / "run", None, quick=True)
    measured = [asked for asked in graders if asked[0] in ("ours", "stock")]
    counts = [("ours", n) for n in cli.OUR_COUNTS[True]]
    counts += [("stock", n) for n in cli.STOCK_COUNTS[True]]
    assert measured == [("ours", 1), *counts]


def test_a_quick_run_is_measured_on_one_lane(tmp_path, monkeypatch, graders):
    seen = []

    def measure(course, few, many):
        seen.append(course)
        return Run(many, Cost(many, many), Cost(1, 1))

    monkeypatch.setattr(NbgraderCourse, "measure", measure)
    cli.measure(tmp_path / "run", None, quick=True)
    assert [c.options for c in seen if c.folder.name == "ours"] == [cli.ONE_LANE]
    assert {c.options for c in seen if c.folder.name == "stock"} == {()}
    seen.clear()
    cli.measure(tmp_path / "again", None, quick=False)
    assert {c.options for c in seen} == {()}


def test_the_small_courses_are_made_once(tmp_path, graders):
    cli.measure(tmp_path / "run", None, quick=True)
    assert {("make", "ours"), ("make", "stock")} <= set(graders)
    graders.clear()
    cli.measure(tmp_path / "again", None, quick=True)
    assert not [asked for asked in graders if asked[0] == "make"]
    assert (tmp_path / "again" / "ours" / "made").is_file()


def test_courses_of_another_version_are_made_again(tmp_path, graders, monkeypatch):
    cli.measure(tmp_path / "run", None, quick=True)
    graders.clear()
    monkeypatch.setattr(cli, "version", lambda name: "99.0")
    cli.measure(tmp_path / "again", None, quick=True)
    assert ("make", "ours") in graders
    kept = [path.name for path in (tmp_path / ".workbook").glob("bench-*")]
    assert len(kept) == 1
    assert kept[0].startswith("bench-99.0-99.0-")


def test_json_is_one_object(graders):
    ran = CliRunner().invoke(cli.command, ["--quick", "--json"])
    assert ran.exit_code == 0
    assert set(json.loads(ran.stdout)) >= KEYS


def test_results_are_kept_with_date_and_hardware(tmp_path, graders):
    ran = CliRunner().invoke(cli.command, ["--quick", "--save", "kept"])
    assert ran.exit_code == 0
    assert "stock nbgrader" in ran.stdout
    (path,) = (tmp_path / "kept").glob("*.json")
    figures = json.loads(path.read_bytes())
    assert figures["date"] in path.name
    assert figures["hardware"]
    assert path.with_suffix(".svg").read_text().lstrip().startswith("<?xml")


def test_later_submissions_are_told_apart_in_one_run(tmp_path, monkeypatch):
    now, read = [0], Event()
    folder = tmp_path / "autograded"
    (folder / "left-from-the-last-run").mkdir(parents=True)

    def spent():
        read.set()
        return Cost(now[0], now[0] / 2)

    def grade(command, cwd):
        folder.mkdir()
        for number, at in enumerate([5, 7, 8, 9], start=1):
            now[0] = at
            (folder / f"student-{number}").mkdir()
            if number in (2, 4):
                assert read.wait(30)
                read.clear()
        return Cost(11, 0)

    monkeypatch.setattr(peers, "hand_in", lambda folder, lesson, count: [])
    monkeypatch.setattr(peers, "spent", spent)
    monkeypatch.setattr(peers, "timed", grade)
    run = NbgraderCourse(tmp_path, "1-1-1-tiny", ()).measure(2, 4)
    assert run.more == Cost(1.0, 0.5)
    assert run.start == 11 - 3 * 1.0


def test_a_grader_that_fails_is_not_waited_for(tmp_path, monkeypatch):
    def fail(command, cwd):
        raise BenchError("ended with status 1")

    monkeypatch.setattr(peers, "hand_in", lambda folder, lesson, count: [])
    monkeypatch.setattr(peers, "timed", fail)
    with pytest.raises(BenchError, match="status 1"):
        NbgraderCourse(tmp_path, "1-1-1-tiny", ()).measure(1, 2)
