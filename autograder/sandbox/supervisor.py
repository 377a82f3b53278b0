"""The outer half of a launcher: a tiny process that outlives it only to clear up.

It stays outside the jail, where the launcher was started. It writes the map of the user namespace,
lives and dies with the process that started it, passes the launcher's exit status on, removes its
cgroups, and answers one question that only someone outside may ask the kernel: how much memory a
worker's processes hold when pages that they share are counted once.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from autograder.errors import SandboxError
from autograder.sandbox.cgroups import Lane
from autograder.sandbox.limits import proportional_bytes, tree_of
from autograder.sandbox.syscalls import be_subreaper, close_all_fds, die_with_parent
from autograder.sandbox.users import Mapping

__all__ = ["Supervisor", "prepare"]

_SECONDS = 30.0


@dataclass
class Supervisor:
    """What the outer process needs to see the launcher through."""

    link: socket.socket
    mapping: Mapping | None
    lane: Lane | None
    folder: Path | None
    parent: int
    inner: int = 0

    def start(self, middle: int) -> None:
        """Help the launcher into its jail; raise SandboxError, with nothing left, if it fails.

        `middle` enters the namespaces and forks the launcher, which then becomes this process's
        child, since `middle` ends at once.
        """
        self.link.settimeout(_SECONDS)
        try:
            while True:
                word, _, rest = self.link.recv(4096).decode(errors="replace").partition(" ")
                if word == "ready":
                    return
                if word == "map" and self.mapping is not None:
                    self.mapping.write(middle)
                elif word == "born":
                    self.inner = int(rest)
                    os.waitpid(middle, 0)
                    middle = 0
                    if self.lane is not None:
                        self.lane.place(self.inner)
                else:
                    raise SandboxError(rest or "it died without a word")
                self.link.send(b"go")
        except (OSError, SandboxError) as error:
            self.link.close()
            for pid in filter(None, (middle, self.inner)):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            self._clear_up()
            raise SandboxError(f"the jail could not be built: {error}") from None

    def watch(self) -> NoReturn:
        """Wait for the launcher to end, answering what it asks; then end as it did."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._kill)
        if os.getppid() != self.parent:  # it died before PR_SET_PDEATHSIG was there to tell
            self._kill()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        null = os.open("/dev/null", os.O_RDWR)
        for fd in range(3):
            os.dup2(null, fd)
        close_all_fds({0, 1, 2, self.link.fileno()})
        self.link.settimeout(None)
        with contextlib.suppress(OSError):
            while question := self.link.recv(4096):
                self.link.send(str(self._answer(question.decode().split())).encode())
        _, status = os.waitpid(self.inner, 0)
        self._end_strays()
        self._clear_up()
        code = os.waitstatus_to_exitcode(status)
        if code < 0:
            with contextlib.suppress(OSError):  # SIGKILL has no disposition to reset
                signal.signal(-code, signal.SIG_DFL)
            os.kill(os.getpid(), -code)
        os._exit(code & 0xFF)

    def _kill(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.inner, signal.SIGKILL)

    def _answer(self, pids: list[str]) -> int:
        """Return the memory of processes named as the launcher sees them; -1 where not allowed."""
        total = 0
        for pid in pids:
            try:
                total += proportional_bytes(Path(f"/proc/{self.inner}/root/proc/{int(pid)}"))
            except (FileNotFoundError, ProcessLookupError):
                continue
            except OSError:
                return -1
        return total

    def _end_strays(self) -> None:
        """End what the launcher left behind, where no PID namespace does it."""
        until = time.monotonic() + 5.0
        while (strays := tree_of(os.getpid())[1:]) and time.monotonic() < until:
            for pid in strays:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            time.sleep(0.002)

    def _clear_up(self) -> None:
        if self.lane is not None:
            self.lane.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def prepare() -> int:
    """Tie this process to its parent and make it the parent of orphans; return the parent's pid."""
    parent = os.getppid()
    die_with_parent(signal.SIGTERM)
    be_subreaper()
    return parent
