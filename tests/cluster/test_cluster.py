"""A class graded by a real Dask scheduler and its workers, on this machine."""

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from autograder.bench.lesson import TINY, hand_in
from autograder.bench.peers import write_tiny
from autograder.class_report import Progress
from autograder.classroom import Order, grade_class
from autograder.course import load_course
from autograder.errors import ClusterError
from autograder.parcel import course_files, packed

pytest.importorskip("distributed", reason="needs the extra: pip install 'workbook[cluster]'")

SECONDS = 90
BIN = Path(sys.executable).parent


class Cluster:
    """A scheduler and workers as a person starts them, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = []
        self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", self.file,
        )  # fmt: skip
        until = time.monotonic() + SECONDS
        while not self.file.is_file() and time.monotonic() < until:
            time.sleep(0.1)
        self.address = msgspec.json.decode(self.file.read_bytes())["address"]

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


@pytest.fixture
def course(tmp_path):
    """A course whose lesson computes next to nothing, built."""
    root = tmp_path / "course"
    write_tiny(root)
    subprocess.run(
        [BIN / "workbook", "build", TINY, "--no-execute"], cwd=root, check=True, capture_output=True
    )
    return load_course(root)


class KillAt(Progress):
    """Kills a worker when so many are graded."""

    def __init__(self, worker: subprocess.Popen, count: int) -> None:
        self.worker, self.left = worker, count

    def step(self, student: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.worker.kill()


def test_a_worker_killed_midway_loses_no_submission(cluster, course):
    first, _ = cluster.add_worker(), cluster.add_worker()
    hand_in(course.root, TINY, 24)
    report = grade_class(course, Order(TINY, scheduler=cluster.address), KillAt(first, 3))
    assert first.wait(10) != 0
    assert [row.score for row in report.students] == [4.0] * 24
    assert report.exit_code == 0


def test_a_scheduler_that_does_not_answer_is_named(course, monkeypatch):
    monkeypatch.setattr("autograder.cluster.ANSWER_SECONDS", 1.0)
    hand_in(course.root, TINY, 1)
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        grade_class(course, Order(TINY, scheduler="tcp://127.0.0.1:9"))


def test_a_scheduler_without_workers_is_named(cluster, course, monkeypatch):
    monkeypatch.setattr("autograder.cluster.WORKER_SECONDS", 1.0)
    hand_in(course.root, TINY, 1)
    with pytest.raises(ClusterError, match="has no workers: start some with `dask worker"):
        grade_class(course, Order(TINY, scheduler=cluster.address))


def test_what_travels_is_the_same_for_the_same_course(course):
    files = course_files(course, TINY)
    assert packed(files) == packed(dict(reversed(files.items())))
    assert f"autograder/hidden/{TINY}/test_tiny.py" in files
    assert not any("gradebook" in name or "submitted" in name for name in files)
