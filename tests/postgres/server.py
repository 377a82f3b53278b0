"""A PostgreSQL server of Debian's package, for the time of the tests, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "not-for-logs"
USERS = ("postgres", "nobody")  # the server refuses to run as root
APT = ("apt-get", "--yes", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10")
INSTALL_SECONDS = 180
SECONDS = 60


def programs() -> Path:
    """Return the folder of the newest server's programs; skip where none can be installed."""
    return newest() or installed()


def newest() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if not found and (path := shutil.which("postgres")):
        return Path(path).resolve().parent
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def installed() -> Path:
    """Install Debian's package, which root may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        pytest.skip("no PostgreSQL here: apt install postgresql, then these tests run")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ("install", "--no-install-recommends", "postgresql")
    told = ""
    for words in (wanted, ("update",), wanted):
        try:
            done = subprocess.run(
                [*APT, *words],
                env=environment,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
            told = done.stderr
        except subprocess.TimeoutExpired:
            told = f"apt-get took more than {INSTALL_SECONDS} s"
            break
        if found := newest():
            return found
    pytest.skip(f"PostgreSQL cannot be installed here: {' '.join(told.split())[-300:]}")


class Server:
    """A server on a port of the loopback device. `url` is what `db_url` is set to."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder, self._programs, self._user = folder, programs, user
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgresql://grader:{PASSWORD}@127.0.0.1:{self.port}/postgres"
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        login = ("--username", "grader", "--auth", "scram-sha-256", "--pwfile", str(password))
        self._run("initdb", "--no-sync", "--encoding", "UTF8", "--locale", "C", *login)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "--pgdata", str(self.folder / "data"), *words]
        groups = {"user": self._user, "group": self._user and group_of(self._user)}
        with (self.folder / f"{program}.log").open("a") as log:
            subprocess.run(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
                **({**groups, "extra_groups": []} if self._user else {}),
            )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        """End it as a crash would: no connection is asked to finish."""
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate")


def group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def unprivileged() -> str | None:
    """Return whom to run the server as; None for whoever runs the tests."""
    import pwd

    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


@contextmanager
def running() -> Iterator[Server]:
    """Yield a server that runs; nothing of it is left afterwards."""
    where, user = programs(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="workbook-"))  # pytest's own are closed to other users
    try:
        folder.chmod(0o755)
        if user:
            shutil.chown(folder, user)
        server = Server(folder, where, user)
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(subprocess.CalledProcessError):  # a test stopped it
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
