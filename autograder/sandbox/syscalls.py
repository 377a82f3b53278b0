"""Linux system calls that Python has no words for, through ctypes; each raises OSError by name."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "MS_BIND",
    "MS_NODEV",
    "MS_NOEXEC",
    "MS_NOSUID",
    "MS_PRIVATE",
    "MS_RDONLY",
    "MS_REC",
    "MS_REMOUNT",
    "NEW_CGROUP",
    "NEW_IPC",
    "NEW_NET",
    "NEW_NS",
    "NEW_PID",
    "NEW_USER",
    "NEW_UTS",
    "be_subreaper",
    "close_all_fds",
    "detach",
    "die_with_parent",
    "drop_bounding_set",
    "drop_capabilities",
    "load_filter",
    "machine",
    "mount",
    "mount_setattr",
    "no_new_privileges",
    "pivot_root_here",
    "set_dumpable",
    "set_hostname",
    "setns",
    "syscall",
    "unshare",
]

NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_PID, NEW_NET = 0x1000_0000, 0x2000_0000, 0x4000_0000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18

_MNT_DETACH = 2
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 36, 38, 47
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_CAPABILITY_VERSION_3 = 0x2008_0522
_CLOSE_RANGE, _MOUNT_SETATTR = 436, 442
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_libc.umount2.argtypes = [ctypes.c_char_p, ctypes.c_int]
_libc.sethostname.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def machine() -> str:
    """Return the processor's name, "x86_64" or "aarch64" where the walls are known to work."""
    return platform.machine()


def _checked(result: int, name: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def syscall(name: str, number: int, *args: int | bytes | None) -> int:
    """Make a system call by number; bytes are passed by address."""
    words = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    return _checked(_libc.syscall(ctypes.c_long(number), *words), name)


def unshare(flags: int) -> None:
    """Move this process (for NEW_PID: its next children) into new namespaces."""
    _checked(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    """Enter the namespace that `fd` refers to; for NEW_PID this decides where children go."""
    _checked(_libc.setns(fd, kind), "setns")


def mount(
    source: str | None, target: str, kind: str | None = None, flags: int = 0, data: str = ""
) -> None:
    """Mount, bind or remount; the error names the target."""
    encoded = [os.fsencode(word) if word is not None else None for word in (source, target, kind)]
    _checked(_libc.mount(*encoded, flags, data.encode() or None), f"mount {target}")


def detach(target: str) -> None:
    """Take a mount and all below it out of the tree, busy or not."""
    _checked(_libc.umount2(os.fsencode(target), _MNT_DETACH), f"umount {target}")


def mount_setattr(fd: int, attributes: int) -> None:
    """Set mount attributes (the values of MS_RDONLY … MS_NOEXEC) on a mount and all below it."""
    request = struct.pack("=QQQQ", attributes, 0, 0, 0)
    flags = _AT_EMPTY_PATH | _AT_RECURSIVE
    syscall("mount_setattr", _MOUNT_SETATTR, fd, b"", flags, request, len(request))


def pivot_root_here() -> None:
    """Make the current folder, a mount point, the root, and let go of the old root."""
    syscall("pivot_root", _PIVOT_ROOT[machine()], b".", b".")
    detach(".")
    os.chdir("/")


def set_hostname(name: str) -> None:
    """Name the host of this UTS namespace."""
    _checked(_libc.sethostname(name.encode(), len(name)), "sethostname")


def _prctl(name: str, option: int, *args: int) -> int:
    return _checked(_libc.prctl(option, *args, *[0] * (4 - len(args))), name)


def die_with_parent(signal: int) -> None:
    """Ask for `signal` when the parent thread ends. Any change of uid or capabilities undoes it."""
    _prctl("PR_SET_PDEATHSIG", _PR_SET_PDEATHSIG, signal)


def be_subreaper() -> None:
    """Become the parent of all orphaned descendants."""
    _prctl("PR_SET_CHILD_SUBREAPER", _PR_SET_CHILD_SUBREAPER, 1)


def set_dumpable(dumpable: bool) -> None:
    """Open or close /proc/<pid>/mem and its like to others of the same uid (and, closed, to us)."""
    _prctl("PR_SET_DUMPABLE", _PR_SET_DUMPABLE, int(dumpable))


def no_new_privileges() -> None:
    """Make set-uid bits and file capabilities powerless from here on."""
    _prctl("PR_SET_NO_NEW_PRIVS", _PR_SET_NO_NEW_PRIVS, 1)


def drop_bounding_set() -> None:
    """Remove every capability from the bounding set; needs CAP_SETPCAP, so comes before setuid."""
    for capability in range(64):
        try:
            _prctl("PR_CAPBSET_DROP", _PR_CAPBSET_DROP, capability)
        except OSError as error:
            if error.errno == errno.EINVAL:  # beyond the last one
                return
            raise


def drop_capabilities() -> None:
    """Empty the effective, permitted, inheritable and ambient sets."""
    _prctl("PR_CAP_AMBIENT", _PR_CAP_AMBIENT, 4)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, bytes(24)), "capset")


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def load_filter(program: bytes) -> None:
    """Install a seccomp filter, given as assembled struct sock_filter entries."""
    header = _Program(len(program) // 8, program)
    address = ctypes.addressof(header)
    _prctl("PR_SET_SECCOMP", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address)


def close_all_fds(keep: Iterable[int]) -> None:
    """Close every file descriptor but those in `keep`."""
    start = 0
    for fd in sorted({*keep, 1 << 31}):
        if fd > start:
            _close_range(start, fd - 1)
        start = fd + 1


def _close_range(first: int, last: int) -> None:
    try:
        syscall("close_range", _CLOSE_RANGE, first, last, 0)
    except OSError as error:
        if error.errno not in (errno.ENOSYS, errno.EPERM):
            raise
        for name in os.listdir("/proc/self/fd") if Path("/proc/self/fd").is_dir() else ():
            if first <= int(name) <= last:
                try:
                    os.close(int(name))
                except OSError:
                    continue  # the descriptor of the listing itself
