"""The launcher that the tests drive: enters a jail, then does what it is told over a socket.

Everything it needs is imported before it enters, for neither this file nor the engine is visible
from inside.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder import sandbox
from autograder.errors import SandboxError


def worker(source: str, out: int, names: dict) -> None:
    """Run a test's code; report what it says and how it ended."""
    pid = os.getpid()

    def say(*values):
        os.write(out, json.dumps({"said": list(values)}).encode() + b"\n")

    try:
        exec(compile(source, "<attack>", "exec"), {"say": say, "os": os, "sys": sys, **names})
    except BaseException as error:
        if os.getpid() == pid:
            number = getattr(error, "errno", None)
            report = {"error": type(error).__name__, "errno": number, "text": str(error)[:2000]}
            os.write(out, json.dumps(report).encode() + b"\n")
    finally:
        if os.getpid() != pid:
            os._exit(0)


class Host:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.pipes: dict[int, int] = {}

    def spawn(self, source: str, limits: dict, **names) -> int:
        ours, theirs = os.pipe()
        limits = sandbox.WorkerLimits(**limits)
        try:
            pid = sandbox.spawn(lambda: worker(source, theirs, names), limits, (theirs,))
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self.pipes[pid] = ours
        return pid

    def read(self, pid: int, seconds: float, lines: int | None = None) -> list:
        """Read a worker's report: all of it, or the first `lines` lines."""
        until, data = time.monotonic() + seconds, b""
        while lines is None or data.count(b"\n") < lines:
            ready, _, _ = select.select([self.pipes[pid]], [], [], max(0, until - time.monotonic()))
            if not ready:
                break
            piece = os.read(self.pipes[pid], 65536)
            if not piece:
                break
            data += piece
        return [json.loads(line) for line in data.splitlines()]

    def end(self, pid: int, seconds: float = 0.0) -> int | None:
        """Wait for a worker, kill it when it takes longer; return its exit code."""
        until = time.monotonic() + seconds
        while True:
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                break
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                _, status = os.waitpid(pid, 0)
                break
            time.sleep(0.002)
        os.close(self.pipes.pop(pid))
        return os.waitstatus_to_exitcode(status)

    def run(self, source: str, limits: dict, seconds: float, **names) -> dict:
        pid = self.spawn(source, limits, **names)
        lines = self.read(pid, seconds)
        return {"lines": lines, "code": self.end(pid, 1.0)}

    def here(self, source: str) -> object:
        """Run code in the launcher itself; it leaves its answer in `answer`."""
        scope = {"os": os, "sys": sys, "sandbox": sandbox, "answer": None, "host": self}
        exec(source, scope)
        return scope["answer"]

    def serve(self) -> None:
        while data := self.control.recv(1 << 20):
            op, arguments = json.loads(data)
            try:
                answer = {"answer": getattr(self, op)(**arguments)}
            except BaseException as error:
                text = traceback.format_exc()
                answer = {"raised": type(error).__name__, "text": str(error), "trace": text}
            self.control.send(json.dumps(answer).encode())


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    told = json.loads(sys.argv[2])
    binds = sandbox.default_binds(
        sandbox.Bind(Path(source), Path(target)) for source, target in told.get("binds", [])
    )
    plan = sandbox.JailPlan(
        binds, hide=tuple(map(Path, told.get("hide", []))), trusted=told.get("trusted", False)
    )
    base = told.get("uid_base", 3_000_000)
    report = sandbox.probe(base, told.get("without", []))
    try:
        info = sandbox.enter_jail(plan, keep_fds=(control.fileno(),), uid_base=base, report=report)
    except SandboxError as error:
        control.send(json.dumps({"refused": str(error)}).encode())
        return
    if told.get("torch"):
        import torch

        torch.set_num_threads(1)
        torch.ones(2, 2) @ torch.ones(2, 2)
    hello = {
        "tier": info.tier.name,
        "identity": info.identity.name,
        "uid_base": info.uid_base,
        "in_force": info.in_force,
        "notes": info.notes,
    }
    control.send(json.dumps(hello).encode())
    Host(control).serve()


if __name__ == "__main__":
    main()
