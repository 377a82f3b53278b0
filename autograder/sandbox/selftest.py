"""Tiny versions of the attacks, run in a worker before the first submission is."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox.plan import MIB, JailInfo, Tier, WorkerLimits
from autograder.sandbox.spawning import clear_up, spawn

__all__ = ["prove", "self_test"]

_SECONDS = 10.0
_LIMITS = WorkerLimits(processes=8, tmp_bytes=8 * MIB, tmp_inodes=256, cpu_seconds=5)
_MANY = 64  # far beyond the limit: without a uid of its own, a worker's is not exact
_TARGETS = ("/", "/usr", "/etc", "/root", "/proc/sys/kernel", sys.prefix, sys.base_prefix)


def prove(info: JailInfo, witness: Path) -> None:
    """Attack the jail that this process is in, and raise SandboxError when a wall falls.

    `witness` is a file of the host that must be out of sight. In tier D there are no walls to
    attack, but what honest code needs must be there all the same.
    """
    found = self_test(witness, hostile=info.tier is not Tier.D)
    if found:
        raise SandboxError(
            f"the sandbox of tier {info.tier.name} failed its self-test, so nothing was graded: "
            f"{'; '.join(found)}. `workbook doctor` shows every wall and how to mend it"
        )


def self_test(
    host_file: Path = Path("/etc/shadow"), limits: WorkerLimits = _LIMITS, *, hostile: bool = True
) -> list[str]:
    """Attack this machine from inside a worker; return what succeeded, in words.

    Call it in the launcher. `host_file` is any file of the host that a student must not read. What
    honest code cannot do without is tried as well.

    Raises:
        SandboxError: a worker could not be started.
    """
    needs: dict[str, Callable[[], str]] = {"standard library": lambda: _see(Path(os.__file__))}
    attacks: dict[str, Callable[[], str]] = {
        "read host file": lambda: _read(host_file),
        "network": _connect,
        "write outside": _write,
        "raise privileges": _rise,
        "fork bomb": lambda: _multiply(_MANY),
    }
    found = _run(needs | attacks if hostile else needs, limits)
    return [f"{name}: {text}" for name, text in found.items() if text]


def _run(attacks: dict[str, Callable[[], str]], limits: WorkerLimits) -> dict[str, str]:
    """Carry the attacks out in one worker, one after the other."""
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)

    def main() -> None:
        for name, attack in attacks.items():
            try:
                text = attack()
            except OSError:
                text = ""  # refused, as it should be
            os.write(theirs, f"{name}\t{text}\n".encode())

    try:
        try:
            pid = spawn(main, limits, (theirs,))
        finally:
            os.close(theirs)
        _wait(pid)
        clear_up()
        data = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
    answers = dict(line.split("\t", 1) for line in data.splitlines())
    return {name: answers.get(name, "the worker died of it") for name in attacks}


def _wait(pid: int) -> None:
    """Wait for a worker, and end it when it takes too long."""
    until = time.monotonic() + _SECONDS
    while not os.waitpid(pid, os.WNOHANG)[0]:
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        time.sleep(0.002)


def _see(path: Path) -> str:
    if os.access(path, os.R_OK):
        return ""
    return (
        f"{path} cannot be read by a worker's user (uid {os.getuid()}): install Python in a folder "
        "that is open to all users, or start the engine as an ordinary user"
    )


def _read(path: Path) -> str:
    with path.open("rb") as file:
        file.read(1)
    return f"{path} can be read"


def _connect() -> str:
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_VSOCK):
        with contextlib.suppress(OSError), socket.socket(family):
            return f"a socket of family {family.name} can be opened"
    return ""


def _write() -> str:
    for folder in _TARGETS:
        path = f"{folder}/workbook-was-here"
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            os.unlink(path)
            return f"{folder} can be written to"
    return ""


def _rise() -> str:
    for name in ("setuid", "setgid"):
        with contextlib.suppress(OSError):
            getattr(os, name)(0)
            return f"{name}(0) works"
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    fields = dict(line.split(":", 1) for line in lines)
    for name in ("CapEff", "CapPrm", "CapBnd", "CapAmb"):
        if int(fields.get(name, "0"), 16):
            return f"{name} is not empty"
    return ""


def _multiply(limit: int) -> str:
    """Fork until it is refused; what was forked ends with the worker."""
    for _ in range(limit):
        try:
            if os.fork() == 0:
                signal.pause()
                os._exit(0)
        except OSError:
            return ""
    return f"{limit} processes can be started"
