"""What a jail and a worker are made of, as plain data: what is seen, allowed, and in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

__all__ = ["MIB", "Bind", "Identity", "JailInfo", "JailPlan", "Tier", "WorkerLimits"]

MIB = 1 << 20


class Tier(Enum):
    """How strong the walls are, best first."""

    A = "namespaces, seccomp, a cgroup and another uid"
    B = "namespaces and seccomp"
    C = "Landlock, seccomp and rlimits"
    D = "no walls"


class Identity(Enum):
    """Who a worker is, seen from outside."""

    RANGE = "a uid of its own from the range mapped into the launcher's user namespace"
    ROOT = "a uid of its own, set by real root"
    NESTED = "the engine's own uid, in a user namespace of its own"
    SAME = "the engine's own uid"


@dataclass(frozen=True)
class Bind:
    """A file or folder of the host that is visible, read-only, at `target` inside the jail."""

    source: Path
    target: Path


@dataclass(frozen=True)
class JailPlan:
    """What the launcher and its workers may see.

    `hide` names files and folders of the host that stay covered although a bind would show them. A
    bind that lies inside a hidden folder is shown: the narrower word counts. `trusted` goes on in
    tier D, with no walls, where the host offers none.
    """

    binds: tuple[Bind, ...]
    cwd: Path = Path("/home/student")
    writable_bytes: int = 256 * MIB
    inodes: int = 4096
    gpu: bool = False
    hide: tuple[Path, ...] = ()
    trusted: bool = False


@dataclass(frozen=True)
class JailInfo:
    """What came of a plan: the tier, who the workers are, what is in force, what is weaker."""

    tier: Tier
    identity: Identity
    uid_base: int
    in_force: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkerLimits:
    """What one worker and all its processes may use.

    `tmp_bytes` and `tmp_inodes` hold for /tmp, /dev/shm and the home folder together. `cpu_seconds`
    and `file_bytes` hold for each process; threads count as processes. The kernel enforces what it
    can, a little later than the launcher's watch (`exceeded`), which says what was exceeded.
    """

    memory_bytes: int = 2048 * MIB
    processes: int = 64
    open_files: int = 256
    file_bytes: int = 256 * MIB
    tmp_bytes: int = 256 * MIB
    tmp_inodes: int = 4096
    cpu_seconds: float = 600.0
