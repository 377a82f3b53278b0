"""Starts launchers for the tests, as root or as somebody else, and talks to them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

INSIDE = Path(__file__).with_name("rig_inside.py")
NOBODY = 54321
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
SECONDS = 20.0


@dataclass
class Result:
    """What a worker said, what it raised, and its exit code (negative: a signal)."""

    lines: list
    code: int

    @property
    def said(self):
        """The first thing it said, without its list when that is one value."""
        assert self.error is None, self.lines
        words = next(line["said"] for line in self.lines if "said" in line)
        return words[0] if len(words) == 1 else words

    @property
    def error(self):
        """The name of the exception that ended it."""
        return next((line["error"] for line in self.lines if "error" in line), None)

    @property
    def errno(self):
        """The errno of the exception that ended it."""
        return next((line["errno"] for line in self.lines if "error" in line), None)


class Refused(Exception):
    """The launcher did not enter its jail."""


class Raised(Exception):
    """An operation raised in the launcher."""


class Rig:
    """A launcher in its jail. A context manager; closing ends everything."""

    def __init__(self, *, ordinary=False, python=None, env=None, **told):
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(60 if told.get("torch") else SECONDS)
        command = [python or interpreter(ordinary), "-P", str(INSIDE)]
        if ordinary and os.geteuid() == 0:
            command = [*as_nobody(), *command]
        with theirs:
            self.process = subprocess.Popen(
                [*command, str(theirs.fileno()), json.dumps(told)],
                env={**ENVIRONMENT, **(env or {})},
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
            )
        try:
            self.info = json.loads(self.control.recv(1 << 20) or b"null")
            if self.info is None:
                raise Refused(self.process.communicate(timeout=5)[1].decode())
            if "refused" in self.info:
                raise Refused(self.info["refused"])
        except BaseException:
            self.close()
            raise

    def ask(self, op, **arguments):
        self.control.send(json.dumps([op, arguments]).encode())
        answer = json.loads(self.control.recv(1 << 20) or b'{"raised": "EOF", "text": "gone"}')
        if "raised" in answer:
            raise Raised(f"{answer['raised']}: {answer['text']}")
        return answer["answer"]

    def run(self, source, *, seconds=8.0, limits=None, **names):
        """Run code in a fresh worker and wait for it."""
        return Result(
            **self.ask("run", source=source, limits=limits or {}, seconds=seconds, **names)
        )

    def start(self, source, *, limits=None, lines=1, **names):
        """Run code in a fresh worker, wait until it has said `lines` things, and go on."""
        pid = self.ask("spawn", source=source, limits=limits or {}, **names)
        said = self.ask("read", pid=pid, seconds=8.0, lines=lines)
        assert len(said) == lines, said
        assert not any("error" in line for line in said), said
        return pid, [line["said"] for line in said]

    def end(self, pid):
        """Kill a worker."""
        return self.ask("end", pid=pid)

    def here(self, source):
        """Run code in the launcher."""
        return self.ask("here", source=source)

    def close(self):
        self.control.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(10)
        finally:
            self.process.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def interpreter(ordinary):
    """The Python to use; another user may not reach the one that runs the tests."""
    if ordinary and os.geteuid() == 0 and not may_run(sys.executable):
        return "/usr/bin/python3"
    return sys.executable


def as_nobody():
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "env",
    ]  # env: setpriv itself still reaches all


def may_run(python):
    """Whether an ordinary user can start this interpreter, version 3.11 or later, and the rig."""
    test = f"import sys; assert sys.version_info >= (3, 11); open({str(INSIDE)!r})"
    command = [*as_nobody(), python, "-c", test]
    return subprocess.run(command, capture_output=True, cwd="/", timeout=20).returncode == 0


def why_no_ordinary_user():
    """Say why the tests cannot be run as an ordinary user; empty when they can."""
    if os.geteuid() != 0:
        return ""
    if not shutil.which("setpriv"):
        return "setpriv (util-linux) is missing, so root cannot become an ordinary user"
    if not may_run(interpreter(ordinary=True)):
        return "an ordinary user can reach neither this interpreter nor /usr/bin/python3 >= 3.11"
    return ""


def needs(kind):
    """Skip where this user cannot play the kind of user that is asked for."""
    if kind != "ordinary" and os.geteuid() != 0:
        pytest.skip("only root can be root")
    if kind == "ordinary" and (why := why_no_ordinary_user()):
        pytest.skip(why)


def told(library):
    """What every launcher of these tests shows and hides."""
    return {
        "binds": [[str(library / "lib"), "/opt/lib"]],
        "hide": [str(library / "lib" / "answers"), str(library / "lib" / "single.txt")],
    }


def holders(marker):
    """Pids on this machine whose command line holds `marker`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if marker.encode() in text:
                found.append(int(folder.name))
    return found
