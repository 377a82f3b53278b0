"""How the launcher sees its workers from outside: which processes, and what they use."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Literal

from autograder.sandbox.jail import Jail, Worker, current
from autograder.sandbox.limits import (
    anonymous_bytes,
    processes_of,
    socket_bytes,
    swapped_bytes,
    tree_of,
)

__all__ = [
    "Limit",
    "baseline_bytes",
    "exceeded",
    "family",
    "lives",
    "memory_bytes",
    "ran_out",
    "trim",
]

Limit = Literal["memory", "processes", "cpu", "disk"]

_EXACT_SECONDS = 0.1
_DISK_SECONDS = 0.25
_KILL_SECONDS = 1.0


def family(pid: int) -> list[int]:
    """Return the worker `pid` and every process in it, as this process numbers them.

    Empty when it is gone. Nothing escapes from this list: what a worker detaches becomes a child
    of its first process.
    """
    return tree_of(pid)


def lives(pid: int) -> bool:
    """Whether the first process of the worker `pid` runs, and has not begun to end."""
    first = processes_of(pid).get(pid)
    return first is not None and first.threads > 0 and not first.ending


def exceeded(pid: int, baseline: int) -> Limit | None:
    """Return the limit that the worker `pid` is beyond, None where it is within all of them.

    With a mount tree the kernel keeps files within their limits, and student code meets an error.
    """
    worker = current().workers.get(pid)
    if worker is None:
        return None
    found = {number: one for number, one in processes_of(pid).items() if one.threads}
    if sum(process.threads for process in found.values()) > worker.limits.processes:
        return "processes"
    if any(process.cpu_seconds > worker.limits.cpu_seconds for process in found.values()):
        return "cpu"
    if _memory(worker, list(found), baseline) > worker.limits.memory_bytes:
        return "memory"
    folder = current().folder
    return "disk" if folder is not None and _overfull(worker, folder / worker.name) else None


def trim(pid: int) -> bool:
    """End all of the worker `pid` but its first process, and wait until they use nothing any more.

    Returns whether there was anything, and it is gone: what forks faster than it dies is not.
    """
    found, clear = False, 0
    until = time.monotonic() + _KILL_SECONDS
    # a look may miss what was forked meanwhile by a process that it finds dead: it takes another
    while clear < (2 if found else 1):
        strays = [n for n, one in processes_of(pid).items() if one.threads and n != pid]
        if strays and time.monotonic() > until:
            return False
        for number in strays:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        found = found or bool(strays)
        clear = 0 if strays else clear + 1
        if found:
            time.sleep(0.001)
    return found


def ran_out(pid: int) -> bool:
    """Whether the kernel ended the worker `pid` for its memory. Ask before it is cleared away."""
    jail = current()
    worker = jail.workers.get(pid)
    return worker is not None and jail.lane is not None and jail.lane.ran_out(worker.name)


def baseline_bytes() -> int:
    """Return this process's anonymous memory: what each fork starts with, shared until written."""
    return anonymous_bytes()


def memory_bytes(pid: int, baseline: int) -> int:
    """Return the memory of a worker's whole family, files in its tmpfs and full sockets included.

    Counts each process's anonymous pages beyond `baseline`. That takes some 30 µs a process but
    counts a page twice that two forks share; so where the sum passes the worker's limit, a cgroup
    or the supervisor is asked for the true figure, at most ten times a second. Where neither can
    tell (an ordinary user without a memory cgroup) the sum stands.
    """
    return _memory(current().workers.get(pid), tree_of(pid), baseline)


def _memory(worker: Worker | None, pids: list[int], baseline: int) -> int:
    swaps = current().swaps
    total = sum(max(0, anonymous_bytes(pid) - baseline) for pid in pids)
    total += sum(swapped_bytes(pid) for pid in pids) if swaps else 0
    if worker is None or not pids:
        return total
    files = _scratch_bytes(worker) + (socket_bytes(pids[0]) if current().contained else 0)
    if total + files <= worker.limits.memory_bytes or len(pids) == 1:
        return total + files
    return min(total, _exact_bytes(current(), worker, pids)) + files


def _overfull(worker: Worker, folder: Path) -> bool:
    """Whether a worker's folder holds more than it may; looked at four times a second."""
    now = time.monotonic()
    if now < worker.measured + _DISK_SECONDS:
        return False
    worker.measured = now
    size = count = 0
    errors: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=errors.append):
        count += len(folders) + len(files)
        if errors or count > worker.limits.tmp_inodes:
            return True  # what is closed to us may be full
        for name in files:
            size += _blocks(os.path.join(place, name))
    return size > worker.limits.tmp_bytes


def _blocks(path: str) -> int:
    """Return what a file takes on its disk, 0 when it is gone."""
    try:
        return os.lstat(path).st_blocks * 512
    except OSError:
        return 0


def _scratch_bytes(worker: Worker) -> int:
    """Return what files in the worker's tmpfs hold, mapped ones included."""
    if worker.scratch < 0:
        return 0
    space = os.fstatvfs(worker.scratch)
    return (space.f_blocks - space.f_bfree) * space.f_frsize


def _exact_bytes(jail: Jail, worker: Worker, pids: list[int]) -> int:
    """Return the anonymous memory with shared pages counted once; a huge number if unknown."""
    when, value = worker.exact
    now = time.monotonic()
    if now < when + _EXACT_SECONDS:
        return value
    charged = jail.lane.memory(worker.name) if jail.lane is not None else None
    if charged is None:
        charged = _asked(jail, pids)
    worker.exact = (now, charged)
    return charged


def _asked(jail: Jail, pids: list[int]) -> int:
    """Ask the supervisor, which may look closer; return a huge number when it may not either."""
    try:
        jail.link.send(" ".join(map(str, pids)).encode())
        answer = int(jail.link.recv(64))
    except (OSError, ValueError):
        answer = -1
    return answer if answer >= 0 else 1 << 62
