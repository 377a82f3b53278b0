"""`workbook doctor`: by what it prints and its exit code."""

import json
import shutil
import sqlite3
import sys

import msgspec
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.doctor import host, walls
from autograder.doctor.findings import Finding
from autograder.doctor.gradebook import gradebook
from autograder.sandbox import Tier, outer, probe

CONFIG = """
from autograder.course import Course, Lesson

course = Course(lessons=(Lesson("1-1-1-tiny"),), title="Tiny")
c = get_config()
c.Autograde.exporter_class = "autograder.classroom.nbgrader_plugin.SubmissionExporter"
c.Autograde.autograde_preprocessors = ["autograder.classroom.nbgrader_plugin.SandboxExecute"]
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course whose one lesson is released and has no source that it could be staler than."""
    (tmp_path / "course_config.py").write_text(CONFIG)
    (tmp_path / "nbgrader_config.py").write_text(
        'c = get_config()\nload_subconfig("course_config.py")\n'
    )
    release = tmp_path / "release" / "1-1-1-tiny"
    release.mkdir(parents=True)
    (release / "1-1-1-tiny.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def doctor(*args):
    """Run the command; return its exit code and the findings by name."""
    ran = CliRunner().invoke(main, ["doctor", "--json", *args])
    told = json.loads(ran.stdout)
    findings = {one["name"]: msgspec.convert(one, Finding) for one in told["findings"]}
    assert told["healthy"] == (ran.exit_code == 0)
    return ran.exit_code, findings


def test_a_good_machine_and_course_pass(course):
    code, findings = doctor()
    assert code == 0, findings
    assert findings["tier"].text[0] in "ABC"
    assert findings["self-test"].text.startswith("passed")
    assert findings["Python"].text.endswith(sys.executable)
    assert "torch" in findings["packages"].text
    assert "none yet" in findings["gradebook"].text
    assert findings["1-1-1-tiny"].state == "ok"


def test_people_get_a_table_with_every_mend(course, monkeypatch):
    monkeypatch.setenv("WORKBOOK_WITHOUT", "mounts,Landlock,bubblewrap")
    (course / "release/1-1-1-tiny/1-1-1-tiny.ipynb").unlink()
    ran = CliRunner().invoke(main, ["doctor"])
    assert ran.exit_code == 1
    lines = [line.strip() for line in ran.stdout.splitlines()]
    assert any(line.startswith("✗  tier") and "D: no walls" in line for line in lines)
    assert "→ run `workbook build 1-1-1-tiny`" in lines
    assert lines[-1].startswith("2 to mend before grading")


def test_every_finding_that_is_not_fine_has_a_mend(course, monkeypatch):
    monkeypatch.setenv("WORKBOOK_WITHOUT", "mounts,Landlock,bubblewrap")
    code, findings = doctor()
    assert code == 1
    assert findings["tier"].state == "problem"
    for finding in findings.values():
        assert bool(finding.mend) == (finding.state != "ok"), finding


def test_a_missing_wall_is_named_with_its_mend(course, monkeypatch):
    monkeypatch.setenv("WORKBOOK_WITHOUT", "cgroup,bubblewrap")
    _, findings = doctor()
    assert findings["cgroup"].state == "note"
    assert "Delegate=yes" in findings["cgroup"].mend
    assert "apt install bubblewrap" in findings["bubblewrap"].mend
    assert "self-test" in findings


def test_a_self_test_that_finds_something_is_a_problem(course, monkeypatch):
    broken = walls.TRIAL.replace("sandbox.prove", "raise SandboxError('the moat is dry')#")
    monkeypatch.setattr(walls, "TRIAL", broken)
    code, findings = doctor()
    assert code == 1
    assert findings["self-test"].text == "the moat is dry"


def test_a_self_test_that_cannot_run_is_a_problem(course, monkeypatch):
    monkeypatch.setattr(walls, "TRIAL", "1 / 0")
    code, findings = doctor()
    assert code == 1
    assert findings["self-test"].text == "ZeroDivisionError: division by zero"


def test_outside_a_course_the_machine_is_examined(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, findings = doctor()
    assert code == 0, findings
    assert findings["course"].state == "note"
    assert "tier" in findings


def test_a_course_file_that_cannot_be_read_is_a_problem(course):
    (course / "course_config.py").write_text("1 / 0")
    code, findings = doctor()
    assert code == 1
    assert "ZeroDivisionError" in findings["course"].text


@pytest.mark.parametrize("lost", ["nbgrader_config.py", "exporter"])
def test_an_nbgrader_without_walls_is_a_problem(course, lost):
    if lost == "exporter":
        (course / "course_config.py").write_text(CONFIG.replace("SubmissionExporter", "Other"))
    else:
        (course / lost).unlink()
    code, findings = doctor()
    assert code == 1
    name = "nbgrader" if lost == "exporter" else lost
    assert "without walls" in findings[name].text


# the gradebook


def write_gradebook(path, version):
    with sqlite3.connect(path) as database:
        database.execute("create table alembic_version (version_num varchar(32))")
        database.execute("insert into alembic_version values (?)", (version,))
        database.execute("create table student (id varchar(128))")
        database.execute("insert into student values ('ann')")
    database.close()


@pytest.fixture
def current(tmp_path):
    """A gradebook with tables of the version that this nbgrader wants."""
    from alembic.script import ScriptDirectory

    from autograder.doctor.gradebook import alembic_config

    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    write_gradebook(tmp_path / "gradebook.db", head)
    return tmp_path / "gradebook.db"


def told(path):
    (finding,) = gradebook(f"sqlite:///{path}")
    return finding


def test_a_good_gradebook_is_fine_and_stays_as_it_is(current):
    before = current.read_bytes()
    assert told(current).state == "ok"
    assert "1 students" in told(current).text
    assert current.read_bytes() == before


def test_an_old_gradebook_has_to_be_upgraded(tmp_path):
    write_gradebook(tmp_path / "old.db", "50a4d84c131a")
    finding = told(tmp_path / "old.db")
    assert finding.state == "problem"
    assert "nbgrader db upgrade" in finding.mend


def test_a_gradebook_that_is_none_is_a_problem(tmp_path):
    (tmp_path / "gradebook.db").write_text("no database " * 100)
    finding = told(tmp_path / "gradebook.db")
    assert finding.state == "problem"
    assert "bring back a copy" in finding.mend


def test_a_locked_gradebook_is_a_problem(current):
    holder = sqlite3.connect(current)
    try:
        holder.execute("begin exclusive")
        finding = told(current)
    finally:
        holder.close()
    assert finding.state == "problem"
    assert "locked" in finding.text
    assert "formgrader" in finding.mend


def test_an_address_that_is_none_is_a_problem():
    (finding,) = gradebook("nonsense")
    assert finding.state == "problem"


# the host


def test_packages_that_are_missing_or_too_old_are_problems(monkeypatch):
    known = {"torch": "1.0", "nbgrader": ""}
    monkeypatch.setattr(host, "installed", lambda name: known.get(name, "9999"))
    findings = {one.name: one for one in host.packages(None)}
    assert findings["torch"].text == "1.0 is installed, >=2.11 is needed"
    assert findings["nbgrader"].text == "is not installed"
    assert all("make" in findings[name].mend for name in known)


def test_a_full_disk_is_a_problem(monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(host.shutil, "disk_usage", lambda _: usage)
    assert {one.state for one in host.disk(None)} == {"problem"}


def test_the_outer_wall_is_left_out_where_it_weakens_the_inner_ones():
    fake = [sys.executable, "-c", "print('C')"]
    assert "only tier C" in outer.combined(fake, Tier.A)
    assert outer.combined(fake, Tier.C) == ""
    assert "does not run" in outer.combined([sys.executable, "-c", "1 / 0"], Tier.A)
    assert "does not run" in outer.combined(["/nowhere/bwrap"], Tier.A)


def test_the_outer_wall_covers_what_is_secret(tmp_path):
    program = outer.find()
    if program is None:
        pytest.skip("there is no bubblewrap")
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "test.py").write_text("SECRET")
    (tmp_path / "gradebook.db").write_text("SECRET")
    prefix = outer.command(program, [tmp_path / "hidden", tmp_path / "gradebook.db"])
    if outer.combined(prefix, probe().tier):
        pytest.skip("bubblewrap and the inner walls do not combine here")
    source = f"""
import os, socket
print(os.listdir({str(tmp_path / "hidden")!r}))
try:
    print(open({str(tmp_path / "gradebook.db")!r}).read())
except PermissionError:
    print()
for place in ("/usr/new", {str(tmp_path / "hidden" / "new")!r}):
    try:
        open(place, "w")
    except OSError as error:
        print(error.errno)
print([name for _, name in socket.if_nameindex()])
"""
    ran = outer.subprocess.run(
        [*prefix, sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == ["[]", "", "30", "30", "['lo']"]
