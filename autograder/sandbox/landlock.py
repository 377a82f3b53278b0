"""Landlock: a second wall behind the mount tree, the main one where there are no namespaces."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.syscalls import syscall

__all__ = ["Sources", "abi", "build", "enforce"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REMOVE, _MAKE_DEVICES = 0x30, 1 << 6 | 1 << 11
_MAKE = 1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 12  # folders, files, sockets, FIFOs, links
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE

_TCP = 3  # bind and connect, from ABI 4
_SCOPES = 3  # abstract sockets and signals stay inside, from ABI 6


def abi() -> int:
    """Return the kernel's Landlock version, 0 where there is none."""
    try:
        return syscall("landlock_create_ruleset", _CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


@dataclass(frozen=True)
class Sources:
    """What may be read: all beneath `shown`, and of `listed` no more than the names in it."""

    shown: tuple[Path, ...]
    listed: tuple[Path, ...] = ()

    @classmethod
    def of(cls, shown: Iterable[Path], hidden: Iterable[Path]) -> Sources:
        """Allow `shown` but not `hidden`: rules hold for all beneath, so go round step by step."""
        allowed, listed = list(shown), list[Path]()
        for path in hidden:
            for tree in [tree for tree in allowed if tree == path or tree in path.parents]:
                allowed.remove(tree)
                while tree != path:
                    listed.append(tree)
                    step = tree / path.relative_to(tree).parts[0]
                    allowed += [entry for entry in tree.iterdir() if entry != step]
                    tree = step
        return cls(tuple(allowed), tuple(listed))


def build(
    version: int,
    writable: Iterable[Path],
    devices: Iterable[Path],
    sources: Sources | None = None,
) -> int:
    """Return a ruleset that forbids all writes but beneath `writable`, and all TCP.

    Reading is restricted to `sources` and `writable` where `sources` is given: without namespaces
    it is all that hides the host. Raises OSError.
    """
    writes = _WRITE_FILE | _REMOVE | _MAKE | _MAKE_DEVICES
    writes |= (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    handled = writes | (_READ if sources is not None else 0)
    attributes = struct.pack("=QQQ", handled, _TCP, _SCOPES)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = syscall("landlock_create_ruleset", _CREATE_RULESET, attributes[:size], size, 0)
    try:
        for path in writable:
            _allow(ruleset, path, handled & ~_MAKE_DEVICES)
        for path in devices:
            _allow(ruleset, path, handled & (_WRITE_FILE | _READ_FILE | _TRUNCATE))
        if sources is not None:
            for path in sources.shown:
                _allow(ruleset, path, _READ)
            for path in sources.listed:
                _allow(ruleset, path, _READ_DIR)
    except OSError:
        os.close(ruleset)
        raise
    return ruleset


def enforce(ruleset: int) -> None:
    """Put a ruleset in force for this process and its children; needs no_new_privs."""
    try:
        syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # a dangling link among the neighbours of something hidden
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _FOR_FILES
        rule = struct.pack("=Qi", access, fd)
        syscall(f"landlock {path}", _ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(fd)
