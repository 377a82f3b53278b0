"""The process that forks workers: clean, warm, and behind the walls before it imports anything big.

The grader starts it with an empty environment and one socket. It enters its jail, attacks it in a
small way to see that it holds, imports torch, IPython and what the lesson preloads, and then forks
a sandboxed worker for each request. It holds no test data and no secret, since every worker
inherits its memory. While workers live it looks every 20 ms at what they use and at their clocks,
and kills from outside.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import logging
import os
import select
import shutil
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

# all of the engine that a worker needs comes first: the jail covers the rest of it
from autograder import sandbox
from autograder.engine.pristine import Pristine
from autograder.engine.shell import Shell, make_shell
from autograder.engine.wire import Decoder, Encoder
from autograder.engine.worker import main as worker_main
from autograder.errors import SandboxError

__all__ = ["Hello", "Order", "Report", "Setup", "main"]

TICK = 0.02
REAP_SECONDS = 1.0
STRIKE_SECONDS = 1.0
Reason = Literal["", "memory", "processes", "cpu", "disk", "time", "exit", "killed"]


class Setup(msgspec.Struct, frozen=True):
    """What a launcher is told before it enters its jail.

    `outer` are the words in front of its command, `witness` is a file of the host that must be out
    of sight, `trusted` allows tier D, and `without` names walls to leave out.
    """

    binds: list[tuple[str, str]]
    hide: list[str]
    sys_path: list[str]
    preload: list[str]
    uid_base: int
    memory_bytes: int
    processes: int
    open_files: int
    tmp_bytes: int
    tmp_inodes: int
    cpu_seconds: float
    output_bytes: int
    output_count: int
    witness: str
    trusted: bool = False
    without: list[str] = []
    outer: list[str] = []


class Hello(msgspec.Struct, frozen=True):
    """The launcher's first word: the tier it reached, or why it refuses to start."""

    tier: str = ""
    error: str = ""


class Order(msgspec.Struct, frozen=True):
    """A request of the grader. `tests` says that a worker's cells have run, and tests begin."""

    op: Literal["spawn", "tests", "kill", "trim", "why"]
    worker: int = 0
    seconds: float = 0.0


class Report(msgspec.Struct, frozen=True):
    """The answer to an order. `reason` says why a worker is gone, or was trimmed a moment ago."""

    worker: int = 0
    alive: bool = False
    reason: Reason = ""
    error: str = ""


@dataclass
class Watched:
    """A worker as its launcher sees it; `struck` is when it was trimmed last.

    While cells run, `tested` is false.
    """

    pid: int
    deadline: float
    reason: Reason = ""
    alive: bool = True
    tested: bool = False
    struck: float = 0.0


class Launcher:
    """Answers orders on one socket, one at a time, and watches workers in between."""

    def __init__(self, control: socket.socket, setup: Setup, shell: Shell) -> None:
        self.control = control
        self.setup = setup
        self.shell = shell
        self.pristine = Pristine(shell)
        self.workers: dict[int, Watched] = {}
        self.count = 0
        self.limits = sandbox.WorkerLimits(
            memory_bytes=setup.memory_bytes,
            processes=setup.processes,
            open_files=setup.open_files,
            file_bytes=setup.tmp_bytes,
            tmp_bytes=setup.tmp_bytes,
            tmp_inodes=setup.tmp_inodes,
            cpu_seconds=setup.cpu_seconds,
        )
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)  # a figure is thousands of objects: an eighth of the time
        fill_holes()
        self.baseline = sandbox.baseline_bytes()

    def serve(self) -> None:
        """Work until the grader closes the socket."""
        decoder = msgspec.json.Decoder(Order)
        tick = TICK
        while True:
            busy = any(worker.alive for worker in self.workers.values())
            ready, _, _ = select.select([self.control], [], [], tick if busy else None)
            start = time.thread_time()
            self.watch()
            # where all of the host is in sight (tier C), looking costs more: a tenth at the most
            tick = max(TICK, 9 * (time.thread_time() - start))
            if not ready:
                continue
            data = self.control.recv(65536)
            if not data:
                return
            self.obey(decoder.decode(data))

    def obey(self, order: Order) -> None:
        """Carry out one order and report."""
        if order.op == "spawn":
            self.spawn(order.seconds)
            return
        worker = self.workers.get(order.worker)
        if worker is None:
            self.report(Report(error=f"there is no worker {order.worker}"))
            return
        if order.op == "tests":
            worker.tested = True
        elif order.op == "trim":
            self.trim(worker)
        elif order.op == "kill":
            self.kill(worker, "killed")
            self.workers.pop(order.worker)
        elif worker.alive:
            self.wait_a_little(worker)
        self.forget(worker)
        self.report(Report(worker=order.worker, alive=worker.alive, reason=worker.reason))

    def spawn(self, seconds: float) -> None:
        """Fork a worker and hand its socket to the grader."""
        ours, theirs = socket.socketpair()
        try:
            pid = sandbox.spawn(
                lambda: worker_main(self.shell, self.pristine, theirs),
                self.limits,
                keep_fds=(theirs.fileno(),),
            )
        except SandboxError as error:
            self.report(Report(error=str(error)))
            return
        finally:
            theirs.close()
        self.count += 1
        self.workers[self.count] = Watched(pid, time.monotonic() + seconds)
        self.report(Report(worker=self.count, alive=True), ours.fileno())
        ours.close()

    def report(self, report: Report, *fds: int) -> None:
        """Send one report, with a file descriptor where there is one to hand over."""
        socket.send_fds(self.control, [msgspec.json.encode(report)], list(fds))

    def watch(self) -> None:
        """Reap what ended; stop what is beyond a limit or its time."""
        now = time.monotonic()
        for worker in self.workers.values():
            if worker.alive and not self.reaped(worker):
                if now > worker.deadline:
                    self.kill(worker, "time")
                elif (limit := sandbox.exceeded(worker.pid, self.baseline)) is not None:
                    self.strike(worker, limit)

    def strike(self, worker: Watched, limit: sandbox.Limit) -> None:
        """End what goes beyond a limit: a test alone, unless that has just been of no use."""
        self.forget(worker)
        if not worker.tested or worker.reason == limit or not self.trim(worker):
            self.kill(worker, limit)
        worker.reason, worker.struck = limit, time.monotonic()

    def trim(self, worker: Watched) -> bool:
        """End all of a worker but what ran the cells; return whether there was any, now gone."""
        return worker.alive and sandbox.trim(worker.pid)

    def forget(self, worker: Watched) -> None:
        """Forget why a worker was trimmed when that is long ago: it explains nothing any more."""
        if worker.alive and time.monotonic() > worker.struck + STRIKE_SECONDS:
            worker.reason = ""

    def reaped(self, worker: Watched) -> bool:
        """Return whether the worker has ended by now."""
        pid, _ = os.waitpid(worker.pid, os.WNOHANG)
        if pid:
            worker.alive = False
            if sandbox.ran_out(worker.pid):
                worker.reason = "memory"
            worker.reason = worker.reason or "exit"
            sandbox.clear_up()
        return not worker.alive

    def wait_a_little(self, worker: Watched) -> None:
        """A worker whose socket closed ends at once: give the kernel the time to say so."""
        until = time.monotonic() + REAP_SECONDS
        while worker.alive and not self.reaped(worker) and time.monotonic() < until:
            if sandbox.lives(worker.pid):
                return
            time.sleep(0.001)

    def kill(self, worker: Watched, reason: Reason) -> None:
        """End a worker and all that lives in it, and wait until it is gone."""
        if worker.alive:
            worker.reason = reason
            sandbox.end(worker.pid)
            worker.alive = False


class MallocInfo(ctypes.Structure):
    """glibc's `struct mallinfo2`: ten sizes, of which the last is what is free above all blocks."""

    _fields_ = (("others", ctypes.c_size_t * 9), ("top", ctypes.c_size_t))


def fill_holes() -> None:
    """Take what is free between blocks in use, so that a fork finds new memory in one place.

    Else what it needs lies in thousands of gaps, each on a page that is copied as soon as it is
    written to: a fifth of all copies for a small notebook. Only glibc from 2.33 on says where the
    gaps end; with another one this does nothing.
    """
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        return
    libc.mallinfo2.restype = MallocInfo
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_size_t
    libc.malloc.argtypes = libc.sbrk.argtypes = libc.free.argtypes = [ctypes.c_size_t]
    top = libc.sbrk(0) - libc.mallinfo2().top
    for size in (2**16, 2**14, 2**12, 2**11, *range(1032, 8, -16)):  # what its blocks hold
        while 0 < (block := libc.malloc(size)) < top:
            pass
        libc.free(block)


def half(x: float) -> float:
    """Give numba something to compile."""
    return 0.5 * x


def draw() -> None:
    """Draw a picture, so that matplotlib has its backend, its fonts and its first figure."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots()
    axes.set_title("warm")
    axes.imshow([[0.0]])
    figure.savefig(io.BytesIO())
    pyplot.close(figure)


def lighten_forks() -> None:
    """Spare a fork what others hook to it, which looks at things that it does not use.

    matplotlib closes every font that is open; logging makes each handler's lock anew, which nobody
    can hold at a fork of this process, since it has one thread.
    """
    if fonts := sys.modules.get("matplotlib.font_manager"):
        vars(fonts)["_get_font"].cache_clear()
    vars(logging)["_at_fork_reinit_lock_weakset"].clear()


def warm(setup: Setup) -> Shell:
    """Import what submissions of this lesson import, so that a fork finds it there."""
    for name in ("MPLCONFIGDIR", "IPYTHONDIR"):
        os.environ[name] = f"{os.environ['TMPDIR']}/{name.lower()}"
    fonts = sandbox.place_of(Path("/opt/matplotlib"))
    if fonts.is_dir():
        shutil.copytree(fonts, os.environ["MPLCONFIGDIR"])
    sys.path[:0] = [str(sandbox.place_of(Path(path))) for path in setup.sys_path]
    import torch

    torch.set_num_threads(1)
    torch.ones(2, 2).matmul(torch.ones(2, 2))
    shell = make_shell(setup.output_bytes, setup.output_count)
    for name in setup.preload:
        importlib.import_module(name)
    if "numba" in setup.preload:
        # the first compilation loads LLVM: 0.4 s that no submission has to pay
        importlib.import_module("numba").njit(half)(1.0)
    if "matplotlib.pyplot" in setup.preload:
        draw()
    # the first tensor on the wire takes 4 ms, which every fork would pay again
    encoder = Encoder()
    header = encoder.encode([torch.ones(2)])
    Decoder(encoder.payload()).decode(header)
    importlib.import_module("numpy.random")  # which numpy itself leaves until it is asked for
    # its table of names takes 10 ms to make, which every fork would pay again
    importlib.import_module("torch.overrides").resolve_name(torch.matmul)
    importlib.import_module("torch.utils.flop_counter")
    shell.run("warm", "print(1)\n1 + 1")
    shell.run("warm", "1 / 0")  # what shows an error takes long to import, and files to open
    lighten_forks()
    return shell


def main(fd: int) -> None:
    """Read the set-up, enter the jail, get warm, say hello, and serve."""
    control = socket.socket(fileno=fd)
    setup = msgspec.json.decode(control.recv(2**20), type=Setup)
    plan = sandbox.JailPlan(
        binds=sandbox.default_binds(
            sandbox.Bind(Path(source), Path(target)) for source, target in setup.binds
        ),
        hide=tuple(Path(path) for path in setup.hide),
        writable_bytes=setup.tmp_bytes,
        inodes=setup.tmp_inodes,
        trusted=setup.trusted,
    )
    try:
        report = sandbox.probe(setup.uid_base, setup.without)
        info = sandbox.enter_jail(plan, keep_fds=(fd,), uid_base=setup.uid_base, report=report)
        sandbox.prove(info, Path(setup.witness))
    except SandboxError as error:
        control.send(msgspec.json.encode(Hello(error=str(error))))
        return
    try:
        shell = warm(setup)
        control.send(msgspec.json.encode(Hello(tier=info.tier.name)))
        Launcher(control, setup, shell).serve()
    except ConnectionError:
        return  # the grader is gone, and with it everybody who could be told of anything
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # sys.stderr belongs to the cells by now
        raise
