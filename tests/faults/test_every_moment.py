"""The controller, killed before one write that it makes, and then before another.

Each time, running the command again ends as if nothing had happened.
"""

import os
import signal
import sys
import traceback

import big_class
import pytest
from nbgrader import api
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder.classroom import register

STUDENTS = 2
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
MOST_WRITES = 1000
STRIDE = int(os.environ.get("WORKBOOK_STRIDE", "7"))
"""Every seventh write in CI; WORKBOOK_STRIDE=1 tries each."""


def watch(at_write):
    """Call a function before each write of this process: to files, and to the gradebook."""

    def hook(name, args):
        if name in EVENTS or (name == "open" and args[2] and args[2] & WRITES):
            at_write()

    def before(connection, cursor, statement, *_):
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            at_write()

    sys.addaudithook(hook)
    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "commit", lambda connection: at_write())


def in_a_child(task):
    """Run a function in a fork; return the exit code of it, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            task()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killed_at(number, task):
    """Run a function in a fork that is killed before its write `number`; say whether it was."""
    left = [number]

    def at_write():
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    def watched():
        watch(at_write)
        task()

    code = in_a_child(watched)
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.fixture
def two(classroom, monkeypatch):
    """A class of two, one of them late, whose gradebook was never made."""
    schema = api.get_alembic_version()  # a process of its own, and seconds
    for module in (api, register):
        monkeypatch.setattr(module, "get_alembic_version", lambda: schema)
    big_class.hand_in(classroom, STUDENTS)
    late = classroom.root / "submitted" / "s001" / big_class.LESSON / "timestamp.txt"
    late.write_text(big_class.LATE)
    (classroom.root / "gradebook.db").unlink()
    return classroom


def test_a_kill_before_any_write_changes_nothing_in_the_end(two, tmp_path, grade):
    before = big_class.copied(two.root, tmp_path / "before")

    def run():
        grade(type(two)(two.root))

    run()
    expected = big_class.snapshot(two.root)
    kills = 0
    for number in range(0, MOST_WRITES, STRIDE):
        big_class.copied(before, two.root)
        if not killed_at(number, run):
            break
        kills += 1
        assert in_a_child(run) == 0
        found = list(big_class.differences(expected, big_class.snapshot(two.root)))
        assert found == [], f"killed before write {number}"
    assert kills > 50 // STRIDE
