"""What an attack must not change: the host's files, processes, mounts, cgroups and memory."""

import hashlib
import os
import site
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.limits import anonymous_bytes, tree_of

MARK = "left-by-an-attack"
"""What attacks call the files and processes that they leave behind."""
RESULTS = {"autograded", "feedback", "submitted", "gradebook.db", ".workbook", "grades.csv"}
TICK = 0.05


def digest(path: Path, *, times: bool = True) -> str:
    """Return what a file is and holds, and when it was written."""
    status = path.lstat()
    text = f"{status.st_mode:o} {status.st_uid}"
    if path.is_symlink():
        return f"{text} -> {os.readlink(path)}"
    if not path.is_file():
        return text
    when = status.st_mtime_ns if times else 0
    return f"{text} {when} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def tree(root: Path, leave_out: set[str] | None = None, *, times: bool = True) -> dict[str, str]:
    """Return the digests of everything below a folder."""
    found: dict[str, str] = {}
    for folder, names, files in os.walk(root):
        if Path(folder) == root and leave_out:
            names[:] = [name for name in names if name not in leave_out]
            files = [name for name in files if name not in leave_out]
        for name in (*names, *files):
            path = Path(folder, name)
            found[str(path)] = digest(path, times=times)
    return found


class Sentinels:
    """Folders that anyone may write into, in the places where an attack would try."""

    def __init__(self) -> None:
        places = [Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm"), Path.home()]
        self.places = [place for place in places if os.access(place, os.W_OK)]
        self.folders = [Path(tempfile.mkdtemp(prefix="sentinel-", dir=p)) for p in self.places]
        for folder in self.folders:
            folder.chmod(0o777)
            (folder / "file").write_text("unchanged")
            (folder / "file").chmod(0o666)

    def tree(self) -> dict[str, str]:
        """What they hold."""
        found: dict[str, str] = {}
        for folder in self.folders:
            found |= {str(folder): digest(folder)} | tree(folder)
        return found

    def close(self) -> None:
        """Remove them."""
        for folder in self.folders:
            (folder / "file").unlink(missing_ok=True)
            folder.rmdir()


def python_files() -> dict[str, str]:
    """Return what lies in the folders that Python imports from, and files it runs at its start."""
    folders = [*site.getsitepackages(), site.getusersitepackages(), sys.prefix, f"{sys.prefix}/bin"]
    found: dict[str, str] = {}
    for folder in map(Path, folders):
        if folder.is_dir():
            found[str(folder)] = " ".join(sorted(os.listdir(folder)))
            starts = [*folder.glob("*.pth"), folder / "sitecustomize.py", folder / "pyvenv.cfg"]
            found |= {str(path): digest(path) for path in starts if path.exists()}
    return found


def strays(places: list[Path]) -> list[str]:
    """Return files and processes that an attack left behind."""
    more = [Path(place) for place in ("/", "/etc", "/run", "/usr", "/opt", Path.cwd())]
    found = [str(path) for place in {*places, *more} for path in place.glob(f"*{MARK}*")]
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # the kernel keeps 15 letters of a process's name
            if (folder / "comm").read_text().startswith(MARK[:15]):
                found.append(str(folder))
    return found


def mounts(course: Path) -> set[str]:
    """Return what is mounted where, in this process's view, but for other tests' own mounts."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return {line for line in lines if "/pytest-of-" not in line or str(course) in line}


def lane_cgroups(pids: set[int]) -> list[Path]:
    """Return the cgroup folders that hold one of these processes' workers."""
    found = set[Path]()
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines():
                _, names, path = line.split(":", 2)
                root = Path("/sys/fs/cgroup") / (names.partition(",")[0] or "unified")
                found |= {lane for lane in (root / path[1:]).glob("workbook-lane-*")}
                found |= {lane for lane in Path("/sys/fs/cgroup", path[1:]).glob("workbook-lane-*")}
    return [lane for lane in sorted(found) if int(lane.name.rpartition("-")[2]) in pids]


def crowded(lane: Path) -> list[str]:
    """Return the cgroups of a lane that still hold a process."""
    return [
        str(child)
        for child in lane.iterdir()
        if child.is_dir() and (child / "cgroup.procs").read_text().strip()
    ]


class MemoryWatch:
    """A context manager that notes the most memory the engine and its workers held beyond idle."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.idle = {one: anonymous_bytes(one) for one in tree_of(pid)}
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        # a fork starts with its parent's pages: those are nobody's yet
        shared = max(self.idle.values(), default=0)
        while not self._ended.wait(TICK):
            sizes = (anonymous_bytes(p) - self.idle.get(p, shared) for p in tree_of(self.pid))
            self.peak = max(self.peak, sum(size for size in sizes if size > 0))

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


@dataclass(frozen=True)
class Host:
    """All that must be after an attack what it was before."""

    files: dict[str, str]
    mounts: set[str]
    processes: set[int]

    @classmethod
    def seen(cls, course: Path, sentinels: Sentinels, pid: int) -> "Host":
        """Look at it now; `pid` is the engine's first process."""
        files = tree(course, RESULTS) | sentinels.tree() | python_files()
        return cls(files, mounts(course), set(tree_of(pid)))

    def changes(self, now: "Host") -> Iterator[str]:
        """Say what differs by now."""
        for path in sorted(self.files.keys() | now.files.keys()):
            if self.files.get(path) != now.files.get(path):
                yield f"{path}: {self.files.get(path)} became {now.files.get(path)}"
        for line in sorted(self.mounts ^ now.mounts):
            yield f"mount {line}"
        for pid in sorted(self.processes ^ now.processes):
            yield f"process {pid}"


def soon(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait until a condition holds; return whether it does."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
