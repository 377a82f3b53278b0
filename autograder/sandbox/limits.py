"""Limits of a worker: rlimits inside, and what the launcher looks at from outside."""

from __future__ import annotations

import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.plan import MIB, WorkerLimits

__all__ = [
    "SPARE_PROCESSES",
    "Process",
    "anonymous_bytes",
    "changed_signals",
    "processes_of",
    "proportional_bytes",
    "rlimits",
    "set_rlimits",
    "socket_bytes",
    "swapped_bytes",
    "tasks_of",
    "tree_of",
]

SPARE_PROCESSES = 8
"""How many the kernel allows beyond a limit, so that the watch sees it passed and can say so."""

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_SPARE_SECONDS = 1
_EXITING = 0x4  # PF_EXITING
_ADDRESS_SPACE = 4096 * MIB
_STACK = 8 * MIB
_SOCKET = 208 * 1024  # net.core.wmem_default, what a full Unix socket holds
_FREE_SOCKETS = 64

Rlimits = list[tuple[int, int, int]]


def rlimits(limits: WorkerLimits, *, gpu: bool) -> Rlimits:
    """Return (resource, soft, hard) for a worker, never above what this process may have itself.

    The address space is no memory wall (torch alone maps 0.6 GB, CUDA terabytes); bounding it
    bounds page tables, which no resident set shows. RLIMIT_NPROC has its own place and time.
    """
    space = resource.RLIM_INFINITY if gpu else max(_ADDRESS_SPACE, 2 * limits.memory_bytes)
    # a second later than the watch, which can say why
    seconds = math.ceil(limits.cpu_seconds) + _SPARE_SECONDS
    wanted = {
        # 1 rather than 0: only this also keeps crashes from a helper that core_pattern names,
        # which would run as root outside. The filter keeps it from being lowered
        resource.RLIMIT_CORE: (1, 1),
        resource.RLIMIT_NOFILE: (limits.open_files, limits.open_files),
        resource.RLIMIT_FSIZE: (limits.file_bytes, limits.file_bytes),
        resource.RLIMIT_STACK: (_STACK, _STACK),
        resource.RLIMIT_AS: (space, space),
        # the soft limit's SIGXCPU can be ignored, the hard limit's SIGKILL cannot
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_MEMLOCK: (64 * 1024, 64 * 1024) if not gpu else (space, space),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_SIGPENDING: (256, 256),
        resource.RLIMIT_NICE: (0, 0),
        resource.RLIMIT_RTPRIO: (0, 0),
    }
    found: Rlimits = []
    for what, (soft, hard) in wanted.items():
        ceiling = resource.getrlimit(what)[1]
        found.append((what, _least(soft, ceiling), _least(hard, ceiling)))
    return found


def set_rlimits(table: Rlimits) -> None:
    """Put rlimits in force for this process and its children."""
    for what, soft, hard in table:
        resource.setrlimit(what, (soft, hard))


def _least(value: int, ceiling: int) -> int:
    if ceiling == resource.RLIM_INFINITY:
        return value
    return ceiling if value == resource.RLIM_INFINITY else min(value, ceiling)


@dataclass(frozen=True)
class Process:
    """What the kernel tells of a process: its own threads and processor time, not its children's.

    What has ended and waits to be noticed is no thread any more. `ending` is set before it closes
    what it has open.
    """

    parent: int
    cpu_seconds: float
    threads: int
    ending: bool


def _table() -> dict[int, Process]:
    """Return every process that /proc shows."""
    found: dict[int, Process] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            stat = _read(f"/proc/{name}/stat")
            # the name, in brackets, may itself hold spaces and brackets
            fields = stat[stat.rfind(b")") + 2 :].split(None, 18)
            if len(fields) > 18:
                cpu = (int(fields[11]) + int(fields[12])) / _TICKS
                threads = int(fields[17]) - (fields[0] in b"ZX")
                ending = bool(int(fields[6]) & _EXITING)
                found[int(name)] = Process(int(fields[1]), cpu, threads, ending)
    return found


def processes_of(pid: int) -> dict[int, Process]:
    """Return a process and all its descendants, itself first; empty when it is gone."""
    table = _table()
    found = [pid] if pid in table else []
    for known in found:
        found.extend(number for number, process in table.items() if process.parent == known)
    return {number: table[number] for number in found}


def tree_of(pid: int) -> list[int]:
    """Return the numbers of a process and all its descendants, itself first."""
    return list(processes_of(pid))


def tasks_of(uid: int) -> int:
    """Return how many threads a user's processes have, as far as /proc shows them."""
    mark = b"\nUid:\t%d\t" % uid
    found = _table().items()
    return sum(task.threads for number, task in found if mark in _read(f"/proc/{number}/status"))


def anonymous_bytes(pid: int | str = "self") -> int:
    """Return a process's anonymous resident memory, 0 when it is gone."""
    fields = _read(f"/proc/{pid}/statm").split(None, 3)
    return (int(fields[1]) - int(fields[2])) * _PAGE if len(fields) > 2 else 0


def changed_signals() -> int:
    """Return the mask of signals that this process ignores or catches."""
    status, mask = _read("/proc/self/status"), 0
    for name in (b"SigIgn:", b"SigCgt:"):
        start = status.find(name) + len(name)
        mask |= int(status[start : start + 17], 16)
    return mask


def socket_bytes(pid: int) -> int:
    """Return the most that the sockets of a process's network namespace can hold in the kernel.

    The first few are free: an event loop, a data loader or a pool needs some.
    """
    _, _, rest = _read(f"/proc/{pid}/net/sockstat").partition(b"sockets: used ")
    count = int(rest.split(None, 1)[0]) if rest else 0
    return max(0, count - _FREE_SOCKETS) * _SOCKET


def swapped_bytes(pid: int) -> int:
    """Return how much of a process's memory is in swap, where no resident set shows it."""
    _, found, rest = _read(f"/proc/{pid}/status").partition(b"VmSwap:")
    return int(rest.split(None, 1)[0]) * 1024 if found else 0


def proportional_bytes(folder: Path) -> int:
    """Return a process's anonymous memory with each shared page divided among those who share it.

    `folder` is its folder in /proc. Takes milliseconds; raises OSError where not allowed.
    """
    for line in (folder / "smaps_rollup").read_bytes().splitlines():
        if line.startswith(b"Pss_Anon:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: str) -> bytes:
    """Read a small file of /proc; empty when the process is gone."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(fd, 4096)
    except OSError:
        return b""
    finally:
        os.close(fd)
