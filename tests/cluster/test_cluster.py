"""A class graded by a real Dask scheduler and its workers, on this machine."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import msgspec
import pytest

from autograder.bench.lesson import TINY, hand_in
from autograder.bench.peers import write_tiny
from autograder.classroom.class_report import Progress
from autograder.classroom.grading import Order, grade_class
from autograder.classroom.parcel import course_files, packed
from autograder.course import load_course
from autograder.errors import ClusterError

pytest.importorskip("distributed", reason="needs the extra: pip install 'workbook[cluster]'")

SECONDS = 90
BIN = Path(sys.executable).parent


class Cluster:
    """A scheduler and workers as a person starts them, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = []
        self.start_scheduler()

    def start_scheduler(self, port: int = 0) -> None:
        self.file.unlink(missing_ok=True)
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard",
            "--scheduler-file", self.file,
        )  # fmt: skip
        until = time.monotonic() + SECONDS
        while not self.file.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        self.address = msgspec.json.decode(self.file.read_bytes())["address"]

    def lose_scheduler(self) -> None:
        self.scheduler.kill()
        self.scheduler.wait(10)

    def restart(self) -> None:
        """Start it again where it was, with a worker: those of before have ended with it."""
        self.start_scheduler(int(self.address.rpartition(":")[2]))
        self.add_worker()

    def add_worker(self) -> subprocess.Popen:
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
            "--local-directory", self.folder / "dask",
        )  # fmt: skip

    def _start(self, *words) -> subprocess.Popen:
        command = [BIN / "dask", *words]
        log = open(self.folder / f"{words[0]}-{len(self.processes)}.log", "wb")  # noqa: SIM115
        with log:
            environment = {**os.environ, "OMP_NUM_THREADS": "1"}
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait(10)


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course whose lesson computes next to nothing, built."""
    root = tmp_path_factory.mktemp("built") / "course"
    write_tiny(root)
    subprocess.run(
        [BIN / "workbook", "build", TINY, "--no-execute"], cwd=root, check=True, capture_output=True
    )
    return root


@pytest.fixture
def course(built, tmp_path):
    """A copy of it for one test."""
    root = tmp_path / "course"
    shutil.copytree(built, root)
    settings = root / "course_config.py"
    settings.write_text(settings.read_text().replace(str(built), str(root)))
    return load_course(root)


class At(Progress):
    """Does something when so many are graded."""

    def __init__(self, count: int, act) -> None:
        self.left, self.act = count, act

    def step(self, student: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.act()


def test_a_worker_killed_midway_loses_no_submission(cluster, course):
    first, _ = cluster.add_worker(), cluster.add_worker()
    hand_in(course.root, TINY, 24)
    report = grade_class(course, Order(TINY, scheduler=cluster.address), At(3, first.kill))
    assert first.wait(10) != 0
    assert [row.score for row in report.students] == [4.0] * 24
    assert report.exit_code == 0


def test_a_scheduler_that_restarts_midway_loses_no_submission(cluster, course):
    cluster.add_worker()
    hand_in(course.root, TINY, 24)

    def restart():
        cluster.lose_scheduler()
        cluster.restart()

    report = grade_class(course, Order(TINY, scheduler=cluster.address), At(3, restart))
    assert [row.score for row in report.students] == [4.0] * 24
    assert report.exit_code == 0


@pytest.mark.parametrize("end", ["kill", "freeze"])
def test_a_scheduler_that_stays_away_ends_the_class_with_a_word(cluster, course, monkeypatch, end):
    for name in ("RESTART", "PULSE", "ANSWER", "WORKER"):
        monkeypatch.setattr(f"autograder.classroom.cluster.{name}_SECONDS", 3.0)
    worker = cluster.add_worker()
    hand_in(course.root, TINY, 24)
    order = Order(TINY, scheduler=cluster.address)
    sent = signal.SIGKILL if end == "kill" else signal.SIGSTOP
    act = partial(cluster.scheduler.send_signal, sent)
    start = time.monotonic()
    with pytest.raises(ClusterError, match="does not answer") as caught:
        grade_class(course, order, At(3, act))
    assert time.monotonic() - start < SECONDS
    found = re.search(
        r"(\d+) of 24 submissions graded in this run, and every grade", str(caught.value)
    )
    assert 3 <= int(found[1]) < 24
    worker.kill()
    cluster.lose_scheduler()
    cluster.restart()
    report = grade_class(course, order)
    assert [row.status for row in report.students].count("unchanged") == int(found[1])
    assert [row.score for row in report.students] == [4.0] * 24


def test_a_scheduler_that_does_not_answer_is_named(course, monkeypatch):
    monkeypatch.setattr("autograder.classroom.cluster.ANSWER_SECONDS", 1.0)
    hand_in(course.root, TINY, 1)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        grade_class(course, Order(TINY, scheduler="tcp://127.0.0.1:9"))


def test_a_scheduler_that_takes_calls_and_says_nothing_is_given_up(course, monkeypatch):
    monkeypatch.setattr("autograder.classroom.cluster.ANSWER_SECONDS", 1.0)
    hand_in(course.root, TINY, 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        with pytest.raises(ClusterError, match="does not answer"):
            grade_class(course, Order(TINY, scheduler=address))
    assert time.monotonic() - start < 20


def test_a_scheduler_without_workers_is_named(cluster, course, monkeypatch):
    monkeypatch.setattr("autograder.classroom.cluster.WORKER_SECONDS", 1.0)
    hand_in(course.root, TINY, 1)
    with pytest.raises(ClusterError, match="has no workers: start some with `dask worker"):
        grade_class(course, Order(TINY, scheduler=cluster.address))


def test_what_travels_is_the_same_for_the_same_course(course):
    files = course_files(course, TINY)
    assert packed(files) == packed(dict(reversed(files.items())))
    assert f"autograder/hidden/{TINY}/test_tiny.py" in files
    assert not any("gradebook" in name or "submitted" in name for name in files)
