"""How the launcher sees its workers from outside: which processes, how much memory."""

from __future__ import annotations

import os
import time

from autograder.sandbox.jail import Jail, Worker, current
from autograder.sandbox.limits import anonymous_bytes, socket_bytes, swapped_bytes, tree_of

__all__ = ["baseline_bytes", "family", "memory_bytes"]

_EXACT_SECONDS = 0.1


def family(pid: int) -> list[int]:
    """Return the worker `pid` and every process in it, as this process numbers them.

    Empty when it is gone. In tiers A and B nothing escapes from this list: what a worker detaches
    becomes a child of its pid 1.
    """
    return tree_of(pid)


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
    worker = current().workers.get(pid)
    pids = tree_of(pid)
    swaps = current().swaps
    total = sum(max(0, anonymous_bytes(p) - baseline) for p in pids)
    total += sum(swapped_bytes(p) for p in pids) if swaps else 0
    if worker is None:
        return total
    files = _scratch_bytes(worker) + (socket_bytes(pid) if current().contained else 0)
    if total + files <= worker.limits.memory_bytes or len(pids) == 1:
        return total + files
    return min(total, _exact_bytes(current(), worker, pids)) + files


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
