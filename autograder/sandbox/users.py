"""User namespaces: which uids are mapped into one, and how it is entered."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.plan import Identity
from autograder.sandbox.syscalls import NEW_USER, set_dumpable, unshare

__all__ = ["UIDS", "UID_BASE", "Mapping", "enter_nested", "mapping_for"]

UID_BASE = 2_000_000
UIDS = 1000
"""How many uids a launcher has: its own, and one for each worker in turn."""

_STUDENT = 1000
"""A worker's uid in a user namespace of its own."""


@dataclass(frozen=True)
class Mapping:
    """The uids (and gids, alike) of a new user namespace: 0 is `uid` outside, for `count` uids."""

    uid: int
    gid: int
    count: int

    @property
    def identity(self) -> Identity:
        """Who a worker can be under this mapping."""
        return Identity.RANGE if self.count > 1 else Identity.NESTED

    def write(self, pid: int) -> None:
        """Map the ids of the process `pid`, which has just entered a new user namespace."""
        folder = Path(f"/proc/{pid}")
        if self.count == 1:
            # whoever may not change groups here cannot shed one that denies access either
            with contextlib.suppress(FileNotFoundError):
                (folder / "setgroups").write_text("deny")
        (folder / "uid_map").write_text(f"0 {self.uid} {self.count}")
        (folder / "gid_map").write_text(f"0 {self.gid} {self.count}")

    def become_root(self) -> None:
        """Take uid and gid 0 of the namespace; the map must have been written."""
        os.setresgid(0, 0, 0)
        if self.count > 1:
            os.setgroups([])
        os.setresuid(0, 0, 0)
        # undone by the change: without it not even /proc/self can be written to
        set_dumpable(True)


def mapping_for(uid_base: int) -> Mapping:
    """Return the map for a launcher: root gets a range that starts at `uid_base`, others one uid.

    In a container that has fewer ids the range comes from the upper half of those it has.
    """
    if os.geteuid() != 0:
        return Mapping(os.geteuid(), os.getegid(), 1)
    extents = [
        (int(words[0]), int(words[2]))
        for words in map(str.split, Path("/proc/self/uid_map").read_text().splitlines())
    ]
    if any(start <= uid_base and uid_base + UIDS <= start + count for start, count in extents):
        return Mapping(uid_base, uid_base, UIDS)
    start, count = max(extents, key=lambda extent: extent[1])
    half = count // 2
    if half <= UIDS:
        return Mapping(os.geteuid(), os.getegid(), 1)
    first = start + half + uid_base % (half - UIDS)
    return Mapping(first, first, UIDS)


def enter_nested() -> None:
    """Enter a user namespace of one's own, as its user 1000; for workers that share a uid outside.

    It makes RLIMIT_NPROC count this worker's processes alone (Linux 5.14 and later).
    """
    unshare(NEW_USER)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{_STUDENT} 0 1"),
        ("gid_map", f"{_STUDENT} 0 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text)
