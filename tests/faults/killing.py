"""Kills processes of a running `workbook grade`, and looks whether any outlives it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import big_class
from big_class import LESSON, differences, environment, snapshot

ROLES = ("controller", "grader", "launcher", "worker")
WORKBOOK = Path(sys.executable).parent / "workbook"
GONE_SECONDS = 180.0
PATIENCE = 300.0


@dataclass(frozen=True)
class Process:
    """A process by number and moment of birth, since numbers are given again."""

    pid: int
    born: str
    role: str = ""

    @property
    def alive(self) -> bool:
        """Whether it runs; a zombie does not."""
        state = stat_of(self.pid)
        return bool(state) and state[19] == self.born and state[0] != "Z"

    def kill(self) -> bool:
        """Kill it, if it is still there."""
        if not self.alive:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
            return True
        return False


def stat_of(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat behind the name: state, parent, …, [19] birth."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children(pid: int) -> list[int]:
    """Return the numbers of a process's children."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def family(pid: int, role: str = "controller") -> Iterator[Process]:
    """Yield a process and all below it, each with its role.

    A worker lives one process namespace deeper than its launcher.
    """
    state = stat_of(pid)
    if not state:
        return
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        inner = (
            Path(f"/proc/{pid}/status").read_text().partition("NSpid:")[2].split("\n")[0].split()
        )
        if role == "controller" and b"autograder.engine.grader" in command:
            role = "grader"
        elif role == "grader" and b"autograder.engine.launcher" in command:
            role = "launcher"
        elif role == "launcher" and len(inner) > 2:
            role = "worker"
        yield Process(pid, state[19], role)
        for child in children(pid):
            yield from family(child, role)


@dataclass
class Run:
    """A running `workbook grade`."""

    process: subprocess.Popen[bytes]
    root: Path
    log: Path
    seen: set[Process] = field(default_factory=set[Process])

    def look(self) -> list[Process]:
        """Return what runs now, and remember it."""
        now = list(family(self.process.pid))
        self.seen.update(now)
        return now

    def kill(self, role: str, chance: random.Random) -> bool:
        """Kill a process of that role; False when there is none."""
        if role == "controller":
            return Process(self.process.pid, stat_of(self.process.pid)[19]).kill()
        found = [one for one in self.look() if one.role == role]
        return bool(found) and chance.choice(found).kill()

    def wait(self) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(PATIENCE)

    def survivors(self) -> list[Process]:
        """Return processes that outlive the run by minutes."""
        until = time.monotonic() + GONE_SECONDS
        left = [one for one in self.seen if one.alive]
        while left and time.monotonic() < until:
            time.sleep(0.05)
            left = [one for one in left if one.alive]
        return left

    @property
    def results(self) -> int:
        """How many notebooks are graded."""
        return sum(1 for _ in (self.root / ".workbook" / "results").glob("*/*.json"))

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text(errors="replace")


@contextmanager
def grading(root: Path, *options: str, jobs: int = 2, **variables: str) -> Iterator[Run]:
    """Start the command in a course folder; what still runs at the end is killed."""
    log = root.parent / f"{root.name}.log"
    command = [str(WORKBOOK), "grade", LESSON, "--jobs", str(jobs), *options]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environment() | variables,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            # what a shell starts in the background ignores Ctrl-C, and so do its children
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    run = Run(process, root, log)
    try:
        yield run
    finally:
        for one in {*run.seen, *family(process.pid)}:
            one.kill()
        process.wait(30)


def finished(root: Path, *options: str) -> str:
    """Grade undisturbed and return what was printed; it must end well and leave nothing behind."""
    with grading(root, *options) as run:
        while run.process.poll() is None:
            run.look()
            time.sleep(0.2)
        assert run.wait() == 0, run.output
        assert not run.survivors()
        return run.output


def compared(root: Path, expected: dict[str, object]) -> None:
    """Assert that a course folder holds what an undisturbed run left."""
    found = list(differences(expected, snapshot(root)))
    assert not found, "\n".join(found[:20])


@dataclass(frozen=True)
class Case:
    """A class to grade, what must come out, and how long that takes when nobody disturbs it."""

    before: Path
    expected: dict[str, object]
    seconds: float


def prepared(folder: Path, students: int) -> dict[str, Case]:
    """Make the cases by grading undisturbed.

    "first" was never graded. "again" was, a person gave points and comments, and then a hidden test
    was mended.
    """
    built = big_class.built(folder / "built", students)
    first = big_class.copied(built, folder / "first")
    cases = {"first": case(built, first)}
    big_class.grade_by_hand(first)
    big_class.mend(first)
    again = big_class.copied(first, folder / "again")
    cases["again"] = case(first, again)
    shutil.rmtree(again)
    return cases


def case(before: Path, copy: Path) -> Case:
    """Grade a copy of a class undisturbed."""
    start = time.monotonic()
    finished(copy)
    seconds = time.monotonic() - start
    return Case(before, snapshot(copy), seconds)
