"""The mount tree: a small tmpfs with read-only binds, and fresh writable places on top of it."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox.binds import covered, resolved
from autograder.sandbox.plan import Bind, JailPlan
from autograder.sandbox.syscalls import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    detach,
    mount,
    mount_setattr,
    pivot_root_here,
)

__all__ = ["ROOT", "build_tree", "enter_tree", "make_private", "mount_proc", "mount_scratch"]

ROOT = "/tmp"
"""Where the tree is put together, in a mount namespace that nobody else sees."""

_SCRATCH = "/.scratch"
_EMPTY_FILE = "/.empty"
_QUIET = MS_NOSUID | MS_NODEV
_TREE_OPTIONS = "size=4m,nr_inodes=8192,mode=0755"
_FLAGS = {"ro": MS_RDONLY, "nosuid": MS_NOSUID, "nodev": MS_NODEV, "noexec": MS_NOEXEC}
_TIMES = {"noatime": 1 << 10, "nodiratime": 1 << 11, "relatime": 1 << 21}


def make_private() -> None:
    """Cut this mount namespace off: nothing mounted here shows elsewhere, nor the other way."""
    mount(None, "/", None, MS_REC | MS_PRIVATE)


def build_tree(plan: JailPlan, uids: Sequence[int]) -> None:
    """Put the tree together at ROOT, read-only. Sources are opened before ROOT is covered."""
    binds = resolved(plan)
    covers = covered(plan, binds)
    sources = [os.open(os.path.realpath(bind.source), os.O_PATH | os.O_CLOEXEC) for bind in binds]
    mount("sandbox", ROOT, "tmpfs", _QUIET, _TREE_OPTIONS)
    for name in ("proc", "tmp", "dev/shm", str(plan.cwd).lstrip("/"), _SCRATCH.lstrip("/")):
        os.makedirs(f"{ROOT}/{name}", exist_ok=True)
    Path(ROOT + _EMPTY_FILE).touch(0o444)
    _write_etc(uids)
    links = _links(binds)
    for bind, fd in zip(binds, sources, strict=True):
        if bind.target in links:
            os.symlink(links[bind.target], f"{ROOT}{bind.target}")
        else:
            _bind(bind, fd)
        os.close(fd)
    for target in covers:
        _cover(f"{ROOT}{target}")
    mount(None, ROOT, None, MS_REMOUNT | MS_BIND | MS_RDONLY | _QUIET)


def enter_tree() -> None:
    """Make the tree the root and let go of the host's.

    The tree is bound onto itself first: a mount that came from a more privileged namespace is
    locked in place, and a locked mount cannot become the root. Its copy can.
    """
    mount(ROOT, ROOT, None, MS_BIND | MS_REC)
    os.chdir(ROOT)
    pivot_root_here()


def mount_proc(root: str = "") -> None:
    """Mount a /proc that shows the processes of this PID namespace and no others."""
    mount("proc", f"{root}/proc", "proc", _QUIET | MS_NOEXEC)


def mount_scratch(plan: JailPlan, size: int, inodes: int, owner: int) -> int:
    """Mount one fresh tmpfs on /tmp, /dev/shm and the home folder, so that one limit holds for all.

    What the tree shows below these places, such as a virtual environment in /tmp, is shown again.
    Returns a descriptor of the tmpfs, through which its use can be asked for.
    """
    mount("scratch", _SCRATCH, "tmpfs", _QUIET, f"size={size},nr_inodes={inodes},mode=0755")
    for name, place in (("tmp", "/tmp"), ("shm", "/dev/shm"), ("home", str(plan.cwd))):
        folder = f"{_SCRATCH}/{name}"
        os.mkdir(folder, 0o700)
        for bind in plan.binds:
            if Path(place) in bind.target.parents:
                again = f"{folder}/{bind.target.relative_to(place)}"
                _make_place(again, folder=bind.target.is_dir())
                mount(str(bind.target), again, None, MS_BIND | MS_REC)
        os.chown(folder, owner, owner)
        mount(folder, place, None, MS_BIND | MS_REC)
    fd = os.open(_SCRATCH, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    detach(_SCRATCH)
    return fd


def _write_etc(uids: Sequence[int]) -> None:
    """Give every uid that may be met a name, and no host but this one."""
    names = ["root:x:0:0::/root:/bin/sh"]
    names += [f"student:x:{uid}:{uid}::/home/student:/bin/sh" for uid in uids]
    groups = ["root:x:0:", *(f"student:x:{uid}:" for uid in uids)]
    files = {
        "passwd": "\n".join(names) + "\n",
        "group": "\n".join(groups) + "\n",
        "hosts": "127.0.0.1 localhost sandbox\n::1 localhost\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    os.makedirs(f"{ROOT}/etc", exist_ok=True)
    for name, text in files.items():
        path = Path(f"{ROOT}/etc/{name}")
        path.write_text(text)
        path.chmod(0o644)


def _links(binds: list[Bind]) -> dict[Path, str]:
    """Return the binds that can stay links: /bin -> usr/bin, where /usr is bound as well."""
    places = {bind.target for bind in binds if bind.source == bind.target}
    found: dict[Path, str] = {}
    for bind in binds:
        if bind.source == bind.target and bind.source.is_symlink():
            end = Path(os.path.realpath(bind.source))
            if places.intersection({end, *end.parents}) - {bind.target}:
                found[bind.target] = str(end)
    return found


def _bind(bind: Bind, fd: int) -> None:
    """Bind one source, opened as `fd`, read-only with all that is mounted beneath it."""
    target = f"{ROOT}{bind.target}"
    kind = os.fstat(fd).st_mode
    _make_place(target, folder=stat.S_ISDIR(kind))
    mount(f"/proc/self/fd/{fd}", target, None, MS_BIND | MS_REC)
    device = stat.S_ISCHR(kind) or Path("/dev") in bind.target.parents
    _make_readonly(target, MS_RDONLY | MS_NOSUID | (MS_NOEXEC if device else MS_NODEV))


def _make_place(target: str, *, folder: bool) -> None:
    try:
        if folder:
            os.makedirs(target, exist_ok=True)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.ENOTDIR):
            raise
        place = target.removeprefix(ROOT)
        raise SandboxError(
            f"{place} cannot be shown: it lies inside another bind, which has no such file"
        ) from None


def _make_readonly(target: str, flags: int) -> None:
    """Add flags to a mount and all below it, keeping those that a locked mount may not lose."""
    fd = os.open(target, os.O_PATH | os.O_CLOEXEC)
    try:
        mount_setattr(fd, flags)
        return
    except OSError as error:
        if error.errno != errno.ENOSYS:
            raise
    finally:
        os.close(fd)
    _remount_each(target, flags)


def _remount_each(target: str, flags: int) -> None:
    """Do what mount_setattr does, for kernels before 5.12: one remount for every mount."""
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        words = line.split()
        # a space is written \040
        place = re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), words[4])
        if place == target or place.startswith(f"{target}/"):
            options = {**_FLAGS, **_TIMES}
            kept = sum(options[word] for word in words[5].split(",") if word in options)
            mount(None, place, None, MS_REMOUNT | MS_BIND | kept | flags)


def _cover(target: str) -> None:
    """Put nothing over a folder or a file."""
    if os.path.isdir(target):
        options = "size=4k,nr_inodes=2,mode=0555"
        mount("covered", target, "tmpfs", _QUIET | MS_NOEXEC | MS_RDONLY, options)
    else:
        mount(ROOT + _EMPTY_FILE, target, None, MS_BIND)
        _make_readonly(target, MS_RDONLY | _QUIET | MS_NOEXEC)
