"""The grader's hold on its launcher, which forks the workers."""

from __future__ import annotations

import socket
import subprocess
import sys

import msgspec

from autograder.closing import Closing
from autograder.engine.launcher import Hello, Order, Report, Setup
from autograder.errors import InternalError, SandboxError

__all__ = ["Launcher"]

# imported rather than run: the shell takes the name `__main__` for the student's module
PROGRAM = "import sys; from autograder.engine.launcher import main; main(int(sys.argv[1]))"
START_SECONDS = 120.0
ORDER_SECONDS = 30.0


class Launcher(Closing):
    """Starts the launcher process and gives it orders. A context manager; closing kills it."""

    def __init__(self, setup: Setup, environment: dict[str, str]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            theirs.set_inheritable(True)
            self.process = subprocess.Popen(
                [*setup.outer, sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno())],
                env=environment,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                cwd="/",
            )
        self.control.send(msgspec.json.encode(setup))
        self._decoder = msgspec.json.Decoder(Report)

    def hello(self) -> str:
        """Wait until the launcher is warm and return its tier; raise SandboxError if it cannot."""
        self.control.settimeout(START_SECONDS)
        try:
            data = self.control.recv(2**16)
        except TimeoutError:
            raise InternalError("the launcher did not start in time") from None
        if not data:
            raise InternalError("the launcher ended before it was ready")
        hello = msgspec.json.decode(data, type=Hello)
        if hello.error:
            raise SandboxError(hello.error)
        return hello.tier

    def order(self, order: Order) -> tuple[Report, list[int]]:
        """Give one order and return its report; raise InternalError when the launcher is gone."""
        self.control.settimeout(ORDER_SECONDS)
        try:
            self.control.send(msgspec.json.encode(order))
            data, fds, _, _ = socket.recv_fds(self.control, 2**16, 1)
        except OSError as error:
            raise InternalError(f"the launcher does not answer: {error}") from None
        if not data:
            raise InternalError("the launcher is gone")
        return self._decoder.decode(data), list(fds)

    def spawn(self, seconds: float) -> tuple[int, socket.socket]:
        """Fork a worker that lives at most `seconds`; return its number and its socket."""
        report, fds = self.order(Order("spawn", seconds=seconds))
        if report.error or not fds:
            raise InternalError(f"a worker could not be started: {report.error}")
        return report.worker, socket.socket(fileno=fds[0])

    def close(self) -> None:
        """End the launcher and every worker; closing twice is fine."""
        self.control.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
