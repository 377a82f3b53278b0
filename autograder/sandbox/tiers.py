"""What this host allows: each wall is tried in a child, and what is missing is said in words."""

from __future__ import annotations

import os
import select
import signal
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass

from autograder.errors import SandboxError
from autograder.sandbox import cgroups, landlock, seccomp
from autograder.sandbox.mounts import ROOT, make_private, mount_proc
from autograder.sandbox.plan import Identity, Tier
from autograder.sandbox.syscalls import (
    MS_BIND,
    MS_REC,
    NEW_IPC,
    NEW_NET,
    NEW_NS,
    NEW_PID,
    NEW_USER,
    NEW_UTS,
    load_filter,
    mount,
    no_new_privileges,
    pivot_root_here,
    unshare,
)
from autograder.sandbox.users import UID_BASE, Mapping, mapping_for

__all__ = ["Check", "ProbeReport", "fork", "probe"]

_SECONDS = 10.0
_NEEDED = ("mounts", "processes", "network")


@dataclass(frozen=True)
class Check:
    """One wall: whether it can be put up here, and if not, why and how to mend it."""

    name: str
    error: str = ""
    mend: str = ""

    @property
    def works(self) -> bool:
        """Whether the wall stands."""
        return not self.error


@dataclass(frozen=True)
class ProbeReport:
    """All walls that were tried. `mapping` is None where there are no user namespaces."""

    checks: tuple[Check, ...]
    mapping: Mapping | None
    identity: Identity

    def works(self, name: str) -> bool:
        """Return whether the wall `name` can be put up."""
        return any(check.name == name and check.works for check in self.checks)

    @property
    def tier(self) -> Tier:
        """The best tier that the walls add up to."""
        if not self.works("system calls"):
            return Tier.D
        if all(self.works(name) for name in _NEEDED):
            full = self.works("cgroup") and self.works("other uid")
            return Tier.A if full else Tier.B
        return Tier.C if self.works("Landlock") else Tier.D

    def __str__(self) -> str:
        """Say the tier, and line by line what is missing and how to mend it."""
        lines = [f"sandbox tier {self.tier.name}: {self.tier.value}"]
        for check in self.checks:
            if not check.works:
                lines.append(f"- {check.name}: {check.error}; {check.mend}")
        return "\n".join(lines)


_MENDS = {
    "user namespaces": (
        "allow them with sysctl user.max_user_namespaces=15000, "
        "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu) or "
        "kernel.unprivileged_userns_clone=1 (Debian), or run the engine as root"
    ),
    "mounts": "in a container, add --cap-add SYS_ADMIN and --security-opt seccomp=unconfined",
    "processes": (
        "PID namespaces need a /proc of their own: in a container, add "
        "--security-opt systempaths=unconfined (Kubernetes: procMount: Unmasked)"
    ),
    "network": "network namespaces need what mounts need",
    "system calls": "use a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64",
    "Landlock": "use Linux 5.13 or later with landlock among the lsm= boot options",
    "cgroup": (
        "start the engine with systemd-run --scope -p Delegate=yes, or as root where "
        "/sys/fs/cgroup is writable; until then limits hold by rlimits and by watching"
    ),
    "other uid": (
        "start the engine as root; until then a worker has the engine's own uid, in a user "
        "namespace that gives it no rights outside"
    ),
}


def probe(uid_base: int = UID_BASE, without: Collection[str] = ()) -> ProbeReport:
    """Try every wall, each in a child process that is gone afterwards.

    The walls named in `without` count as missing: so a strong host can be tried as a weak one.
    Raises SandboxError for a name that no wall has.
    """
    if unknown := set(without) - _MENDS.keys():
        raise SandboxError(f"no wall is called {', '.join(sorted(unknown))}: {', '.join(_MENDS)}")
    mapping: Mapping | None = mapping_for(uid_base)
    tries: dict[str, Callable[[], str]] = {
        "user namespaces": lambda: _attempt(lambda: None, mapping),
        "mounts": lambda: _attempt(_try_mounts, mapping),
        "processes": lambda: _attempt(_try_processes, mapping),
        "network": lambda: _attempt(lambda: unshare(NEW_NET | NEW_IPC | NEW_UTS), mapping),
        "system calls": lambda: _attempt(_try_filter, None),
        "Landlock": lambda: "" if landlock.abi() else "this kernel has none",
        "cgroup": _try_cgroup,
    }
    checks: list[Check] = []
    for name, attempt in tries.items():
        checks.append(_check(name, "left out on request" if name in without else attempt()))
        if not checks[0].works:
            mapping = None
    if not all(check.works for check in checks if check.name in _NEEDED):
        mapping = None
    identity = mapping.identity if mapping is not None else _identity(uid_base + 1)
    other = identity in (Identity.RANGE, Identity.ROOT) and "other uid" not in without
    checks.append(_check("other uid", "" if other else "only root has uids to give away"))
    return ProbeReport(tuple(checks), mapping, identity)


def _check(name: str, error: str) -> Check:
    return Check(name, error, _MENDS[name] if error else "")


def _identity(uid: int) -> Identity:
    """Who a worker can be where there is no user namespace for it."""
    root = os.geteuid() == 0
    changes = root and not _attempt(lambda: os.setresuid(uid, uid, uid), None)
    return Identity.ROOT if changes else Identity.SAME


def fork() -> int:
    """Fork as os.fork does; the caller sees to it that the child needs no other thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _attempt(action: Callable[[], None], mapping: Mapping | None) -> str:
    """Do `action` in a child, in a new user namespace if `mapping` is given; return its error."""
    ask, asked = os.pipe()
    go, gone = os.pipe()
    pid = fork()
    if pid == 0:
        os.close(ask)
        os.close(gone)
        _act(action, mapping, asked, go)
    os.close(asked)
    os.close(go)
    try:
        text = _receive(ask)
        if text == "map" and mapping is not None:
            mapping.write(pid)
            os.write(gone, b"go")
            text = _receive(ask)
    except (OSError, TimeoutError) as error:
        text = str(error)
    finally:
        os.close(ask)
        os.close(gone)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return "" if text == "ok" else text or "the child died"


def _act(action: Callable[[], None], mapping: Mapping | None, ask: int, go: int) -> None:
    """Be the child of an attempt; does not return."""
    text = "ok"
    try:
        if mapping is not None:
            unshare(NEW_USER)
            os.write(ask, b"map")
            if not os.read(go, 2):
                os._exit(1)
            mapping.become_root()
        action()
    except BaseException as error:
        text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    os.write(ask, text.encode()[:500])
    os._exit(0)


def _receive(fd: int) -> str:
    ready, _, _ = select.select([fd], [], [], _SECONDS)
    if not ready:
        raise TimeoutError("no answer in time")
    return os.read(fd, 1000).decode()


def _try_mounts() -> None:
    unshare(NEW_NS)
    make_private()
    mount("probe", ROOT, "tmpfs", 0, "size=64k")
    os.mkdir(f"{ROOT}/usr")
    mount("/usr", f"{ROOT}/usr", None, MS_BIND | MS_REC)
    os.chdir(ROOT)
    pivot_root_here()
    if os.listdir("/") != ["usr"]:
        raise SandboxError("the new root shows the old one")


def _try_processes() -> None:
    unshare(NEW_NS | NEW_PID)
    make_private()
    pid = fork()
    if pid == 0:
        try:
            mount_proc()
            shown = [name for name in os.listdir("/proc") if name.isdigit()]
            os._exit(0 if shown == ["1"] else 1)
        except OSError as error:
            os._exit(error.errno or 1)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise OSError(code, f"a /proc of its own: {os.strerror(code)}")


def _try_filter() -> None:
    no_new_privileges()
    load_filter(seccomp.assemble(seccomp.Rules()))
    try:
        unshare(NEW_UTS)
    except PermissionError:
        return
    raise SandboxError("the filter lets unshare pass")


def _try_cgroup() -> str:
    lane = cgroups.open_lane(None)
    if lane is None:
        return "no cgroup in which this process may make others"
    os.close(lane.fd)
    lane.close()
    return ""
