"""A cgroup for each worker, where this process may make some: v1 `pids`, v2 `pids` and `memory`.

Everything lives in one folder below the engine's own cgroup, the *lane*. The launcher makes and
removes a worker's cgroup through a descriptor, for it cannot see /sys/fs/cgroup; the supervisor,
which can, removes the lane when the launcher is gone, and lanes that a killed one left behind.

A lane is also the unit of which the `cpu` controller gives each an equal share: 64 busy processes
in one lane leave another lane's single process its half of a processor.

Of v1's memory controller nothing is used: it is deprecated, and the memory watch together with
tmpfs limits does its work.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.limits import SPARE_PROCESSES
from autograder.sandbox.plan import WorkerLimits

__all__ = ["Lane", "open_lane"]

_PREFIX = "workbook-lane-"
_LEAF = "workbook-engine"
_WANTED = ("pids", "memory", "cpu")


@dataclass(frozen=True)
class Lane:
    """The cgroup folder of one launcher. `fd` is what workers' cgroups are made through.

    `share` is its folder under v1's `cpu` controller, which is a tree of its own.
    """

    path: Path
    version: int
    controllers: tuple[str, ...]
    fd: int
    share: Path | None = None

    def add(self, name: str, limits: WorkerLimits) -> int:
        """Make a worker's cgroup; return its cgroup.procs, opened for writing. Raises OSError."""
        os.mkdir(name, 0o755, dir_fd=self.fd)
        self._write(f"{name}/pids.max", str(limits.processes + SPARE_PROCESSES))
        if "memory" in self.controllers:
            self._write(f"{name}/memory.max", str(limits.memory_bytes))
            self._write(f"{name}/memory.oom.group", "1")
            with contextlib.suppress(FileNotFoundError):
                self._write(f"{name}/memory.swap.max", "0")
        return os.open(f"{name}/cgroup.procs", os.O_WRONLY | os.O_CLOEXEC, dir_fd=self.fd)

    def memory(self, name: str) -> int | None:
        """Return the bytes a worker's cgroup is charged for, file cache not counted."""
        if "memory" not in self.controllers:
            return None
        try:
            fd = os.open(f"{name}/memory.stat", os.O_RDONLY | os.O_CLOEXEC, dir_fd=self.fd)
        except OSError:
            return 0
        with os.fdopen(fd) as file:
            rows = dict(line.split() for line in file)
        return sum(int(rows.get(key, 0)) for key in ("anon", "shmem", "kernel"))

    def ran_out(self, name: str) -> bool:
        """Whether the kernel killed a worker because its memory had reached the limit."""
        if "memory" not in self.controllers:
            return False
        try:
            fd = os.open(f"{name}/memory.events", os.O_RDONLY | os.O_CLOEXEC, dir_fd=self.fd)
        except OSError:
            return False
        with os.fdopen(fd) as file:
            return any(line.startswith("oom_kill ") and line.split()[1] != "0" for line in file)

    def remove(self, name: str) -> None:
        """Remove the cgroup of a worker that has ended."""
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(name, dir_fd=self.fd)

    def place(self, pid: int) -> None:
        """Put the launcher inside the lane: v2 lets it move workers only from within."""
        if self.share is not None:
            (self.share / "cgroup.procs").write_text(str(pid))
        if self.version == 2:
            leaf = self.path / "launcher"
            leaf.mkdir(exist_ok=True)
            (leaf / "cgroup.procs").write_text(str(pid))

    def close(self) -> None:
        """Remove the lane when all its processes are gone; closing twice is fine."""
        until = time.monotonic() + 2.0
        for path in filter(None, (self.path, self.share)):
            while not _removed(path) and time.monotonic() < until:
                time.sleep(0.005)

    def _write(self, name: str, text: str) -> None:
        fd = os.open(name, os.O_WRONLY | os.O_CLOEXEC, dir_fd=self.fd)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)


def _removed(path: Path) -> bool:
    """Remove a lane; return False while a process in it is still ending."""
    try:
        for child in [entry for entry in path.iterdir() if entry.is_dir()]:
            child.rmdir()
        path.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        return error.errno not in (errno.EBUSY, errno.ENOTEMPTY)
    return True


def _mounts() -> dict[str, Path]:
    """Return where cgroup hierarchies are mounted: "2" for v2, else the v1 controller's name."""
    found: dict[str, Path] = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        left, _, right = line.partition(" - ")
        kind, _, options = right.split(" ", 2)
        point = Path(left.split()[4])
        if kind == "cgroup2":
            found["2"] = point
        elif kind == "cgroup":
            found.update(dict.fromkeys(options.split(","), point))
    return found


def _own_folders() -> dict[str, Path]:
    """Return this process's cgroups that it may make others in, by the names of `_mounts`."""
    try:
        mounts = _mounts()
        rows = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    except OSError:
        return {}
    own = {name: path for _, names, path in rows for name in (names or "2").split(",")}
    found: dict[str, Path] = {}
    for key in mounts.keys() & own.keys():
        folder = mounts[key] / own[key].lstrip("/")
        folder = folder.parent if folder.name == _LEAF else folder
        if folder.is_dir() and os.access(folder, os.W_OK):
            found[key] = folder
    return found


def _find_parent(own: dict[str, Path]) -> tuple[Path, int, tuple[str, ...]] | None:
    """Return the folder under which lanes may be made, its version and its controllers."""
    if "2" in own:
        controllers = _enabled(own["2"])
        if "pids" in controllers:
            return own["2"], 2, controllers
    return (own["pids"], 1, ("pids",)) if "pids" in own else None


def _enabled(folder: Path) -> tuple[str, ...]:
    """Turn on what v2 offers to the children of `folder`; return what is on."""
    switch = folder / "cgroup.subtree_control"
    with contextlib.suppress(OSError):
        offered = (folder / "cgroup.controllers").read_text().split()
        on = switch.read_text().split()
        missing = [name for name in _WANTED if name in offered and name not in on]
        if missing:
            _vacate(folder)
        for name in missing:
            with contextlib.suppress(OSError):
                switch.write_text(f"+{name}")
    try:
        return tuple(name for name in switch.read_text().split() if name in _WANTED)
    except OSError:
        return ()


def _vacate(folder: Path) -> None:
    """Move the processes of a cgroup that was delegated to us into a leaf, as v2 demands."""
    marks = ("user.delegate", "trusted.delegate")  # set by systemd for Delegate=yes
    if not any(_marked(folder, mark) for mark in marks):
        return
    leaf = folder / _LEAF
    leaf.mkdir(exist_ok=True)
    for pid in (folder / "cgroup.procs").read_text().split():
        with contextlib.suppress(OSError):
            (leaf / "cgroup.procs").write_text(pid)


def _marked(folder: Path, mark: str) -> bool:
    try:
        return os.getxattr(folder, mark) == b"1"
    except OSError:
        return False


def open_lane(uid: int | None) -> Lane | None:
    """Make this launcher's lane, owned by `uid` where that is another; None where not possible."""
    own = _own_folders()
    parent = _find_parent(own)
    if parent is None:
        return None
    folder, version, controllers = parent
    path = folder / f"{_PREFIX}{os.getpid()}"
    try:
        _sweep(folder)
        path.mkdir(exist_ok=True)
        if version == 2:
            # `cpu` works between lanes, and need not go on to workers
            words = " ".join(f"+{name}" for name in controllers if name != "cpu")
            (path / "cgroup.subtree_control").write_text(words)
        if uid is not None:
            os.chown(path, uid, uid)
            if version == 2:
                os.chown(path / "cgroup.procs", uid, uid)
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        _removed(path)
        return None
    share = _open_share(own["cpu"] / path.name) if version == 1 and "cpu" in own else None
    return Lane(path, version, (*controllers, "cpu") if share else controllers, fd, share)


def _open_share(path: Path) -> Path | None:
    with contextlib.suppress(OSError):
        _sweep(path.parent)
        path.mkdir(exist_ok=True)
        return path
    return None


def _sweep(folder: Path) -> None:
    """Remove lanes whose supervisor was killed before it could."""
    for old in folder.glob(f"{_PREFIX}*"):
        if not Path("/proc", old.name.removeprefix(_PREFIX)).exists():
            _removed(old)
