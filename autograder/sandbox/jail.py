"""The launcher's way into its jail, and what it must remember in there to start workers."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import cgroups, landlock, seccomp
from autograder.sandbox.binds import covered, gpu_binds, resolved
from autograder.sandbox.mounts import (
    ROOT,
    build_tree,
    enter_tree,
    make_private,
    mount_proc,
    mount_scratch,
)
from autograder.sandbox.plan import Bind, Identity, JailInfo, JailPlan, Tier, WorkerLimits
from autograder.sandbox.supervisor import Supervisor, prepare
from autograder.sandbox.syscalls import (
    NEW_CGROUP,
    NEW_IPC,
    NEW_NET,
    NEW_NS,
    NEW_PID,
    NEW_USER,
    NEW_UTS,
    be_subreaper,
    close_all_fds,
    die_with_parent,
    drop_bounding_set,
    set_hostname,
    unshare,
)
from autograder.sandbox.tiers import ProbeReport, fork, probe
from autograder.sandbox.users import UID_BASE, UIDS

__all__ = ["Jail", "Worker", "current", "enter_jail", "place_of", "worker_uids"]

_GPU_NOTES = ("GPU: the driver is in reach, shared memory may escape the watch",)
_NAMESPACES = NEW_NS | NEW_PID | NEW_NET | NEW_IPC | NEW_UTS


@dataclass
class Worker:
    """A worker as its launcher remembers it."""

    name: str
    uid: int
    limits: WorkerLimits
    scratch: int
    exact: tuple[float, int] = (0.0, 0)
    measured: float = 0.0


@dataclass
class Jail:
    """All that `spawn` needs, made once so that a worker costs little."""

    plan: JailPlan
    info: JailInfo
    version: int
    lane: cgroups.Lane | None
    link: socket.socket
    folder: Path | None
    program: bytes
    devices: tuple[Path, ...]
    sources: landlock.Sources | None
    pid_namespace: int = -1
    swaps: bool = False
    workers: dict[int, Worker] = field(default_factory=dict[int, Worker])
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def contained(self) -> bool:
        """Whether there are namespaces: tiers A and B."""
        return self.info.tier in (Tier.A, Tier.B)


_jails: list[Jail] = []


def current() -> Jail:
    """Return the jail this process is in; raise SandboxError when it is in none."""
    if not _jails:
        raise SandboxError("this process is in no jail: call enter_jail first")
    return _jails[-1]


def enter_jail(
    plan: JailPlan,
    *,
    keep_fds: Sequence[int] = (),
    uid_base: int = UID_BASE,
    report: ProbeReport | None = None,
) -> JailInfo:
    """Put this process behind walls, as well as the host allows, and return what holds.

    Call it in a process with one thread, started with a clean environment by a thread that lives
    on: when that ends, all this ends. All descriptors but 0,
    1, 2 and `keep_fds` are closed. The process that returns is a grandchild of the one that called;
    the caller's pid stays behind as a supervisor: SIGTERM to it ends all, and the exit status is
    passed on. Modules of this engine cannot be imported any more, for the engine is covered.

    Raises:
        SandboxError: the host offers no walls and the plan is not `trusted`, or one fell.
    """
    if _jails:
        raise SandboxError("this process is in a jail already")
    if len(os.listdir("/proc/self/task")) > 1:
        raise SandboxError("enter_jail must come before anything starts a thread")
    report = report or probe(uid_base)
    if report.tier is Tier.D and not plan.trusted:
        raise SandboxError(
            f"{report}\nNothing would protect this machine, so nothing was run. Mend that, or, if "
            "you know who wrote these submissions, grade them with --i-trust-these-submissions "
            "(in course_config.py: Course(…, trust_submissions=True))"
        )
    close_all_fds({0, 1, 2, *keep_fds})
    jail, ours = _prepared(plan, report, uid_base)
    supervisor = Supervisor(ours, report.mapping, jail.lane, jail.folder, prepare())
    middle = fork()
    if middle:
        jail.link.close()
        supervisor.start(middle)
        supervisor.watch()
    ours.close()
    try:
        _enter(jail, report)
    except BaseException as error:
        jail.link.send(f"error {error}".encode()[:4000])
        os._exit(1)
    _jails.append(jail)
    return jail.info


def _prepared(plan: JailPlan, report: ProbeReport, uid_base: int) -> tuple[Jail, socket.socket]:
    """Make, while the host is in sight, what the jail needs of it."""
    tier, version = report.tier, landlock.abi() if report.works("Landlock") else 0
    if not version:
        # a shared mapping of /dev/zero is memory that no watch sees; Landlock makes it read-only
        kept = tuple(bind for bind in plan.binds if bind.target != Path("/dev/zero"))
        plan = replace(plan, binds=kept)
    base = report.mapping.uid if report.mapping is not None else uid_base
    lane = None
    if tier in (Tier.A, Tier.B) and report.works("cgroup"):
        lane = cgroups.open_lane(base if report.identity is Identity.RANGE else None)
    folder = None if tier in (Tier.A, Tier.B) else _open_folder()
    rules = seccomp.Rules(in_the_open=tier is Tier.C, gpu=plan.gpu)
    program = seccomp.assemble(rules) if report.works("system calls") else b""
    tier = Tier.B if tier is Tier.A and lane is None else tier
    notes = (*_notes(report, lane), *(_GPU_NOTES if plan.gpu else ()))
    info = JailInfo(tier, report.identity, base, _in_force(report, lane), notes)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.settimeout(30.0)
    devices = [Path("/dev/null"), *(bind.target for bind in gpu_binds() if plan.gpu)]
    sources = None if folder is None else _sources(plan)
    jail = Jail(plan, info, version, lane, theirs, folder, program, tuple(devices), sources)
    return jail, ours


def _sources(plan: JailPlan) -> landlock.Sources:
    """Return what workers may read where no mount tree hides the rest."""
    binds = [Bind(source, source) for source in dict.fromkeys(bind.source for bind in plan.binds)]
    binds = resolved(JailPlan(tuple(binds)))
    real = [Bind(path, path) for path in (Path(os.path.realpath(bind.source)) for bind in binds)]
    return landlock.Sources.of([bind.source for bind in real], covered(plan, real))


def _open_folder() -> Path:
    """Make the folder that holds workers' folders where there is no mount tree."""
    folder = Path(tempfile.mkdtemp(prefix="workbook-"))
    folder.chmod(0o711)  # workers of another uid pass through, and see no names
    return folder


def _in_force(report: ProbeReport, lane: cgroups.Lane | None) -> tuple[str, ...]:
    words: list[str] = []
    if report.tier in (Tier.A, Tier.B):
        words += ["user namespace"] if report.mapping is not None else []
        words += ["mount, PID, network, IPC and UTS namespaces", "pivot_root"]
    words += [f"cgroup v{lane.version} {name}" for name in lane.controllers] if lane else []
    words += ["Landlock"] if report.works("Landlock") else []
    words += ["seccomp"] if report.works("system calls") else []
    return (*words, "rlimits", report.identity.value)


def _notes(report: ProbeReport, lane: cgroups.Lane | None) -> tuple[str, ...]:
    notes = [f"{check.name}: {check.error}" for check in report.checks if not check.works]
    if report.identity is Identity.NESTED:
        notes.append("a worker's processes are counted in a user namespace of its own (Linux 5.14)")
    if report.identity is Identity.SAME:
        notes.append("processes of the engine's user count towards the limit of a worker")
    if lane is None or "memory" not in lane.controllers:
        notes.append("memory is watched, not walled: it may pass its limit for 20 ms")
    if lane is None or "cpu" not in lane.controllers:
        notes.append("no cpu cgroup: many busy processes take time from other lanes")
    if report.tier is Tier.C:
        notes.append("no namespaces: files are counted four times a second, not walled")
    return tuple(notes)


def _enter(jail: Jail, report: ProbeReport) -> None:
    """Enter the namespaces and fork; return in the process that is to be the launcher."""
    os.umask(0o022)
    if jail.contained:
        _enter_namespaces(jail, report)
    pid = fork()
    if pid:
        jail.link.send(f"born {pid}".encode())
        os._exit(0)
    _wait(jail.link)
    die_with_parent(signal.SIGKILL)
    if jail.contained:
        mount_proc(ROOT)
        enter_tree()
        plan = jail.plan
        os.close(mount_scratch(plan, plan.writable_bytes, plan.inodes, os.geteuid()))
        set_hostname("sandbox")
        jail.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    else:
        be_subreaper()
    with contextlib.suppress(OSError):
        drop_bounding_set()  # workers inherit this; the launcher itself executes nothing
    home = jail.folder or jail.plan.cwd
    os.chdir(home)
    os.environ.update(HOME=str(home), TMPDIR=str(jail.folder or "/tmp"), USER="student")
    with contextlib.suppress(OSError):
        jail.swaps = len(Path("/proc/swaps").read_text().splitlines()) > 1
    jail.link.send(b"ready")


def _enter_namespaces(jail: Jail, report: ProbeReport) -> None:
    """Build the tree and leave the host: as root before the user namespace, else inside it.

    Only real root can open what lies in folders that are closed to others, such as /root.
    """
    mapping = report.mapping
    builds_first = mapping is not None and os.geteuid() == 0
    if builds_first:
        _build(jail)
    if mapping is not None:
        unshare(NEW_USER)
        jail.link.send(b"map")
        _wait(jail.link)
        mapping.become_root()
    if not builds_first:
        _build(jail)
    unshare(_NAMESPACES)
    with contextlib.suppress(OSError):  # hides the host's cgroup paths; of no further use
        unshare(NEW_CGROUP)


def _build(jail: Jail) -> None:
    unshare(NEW_NS)
    make_private()
    build_tree(jail.plan, worker_uids(jail.info))


def place_of(target: Path) -> Path:
    """Return where a bind's target is found: at its source in tiers C and D, without a tree."""
    jail = current()
    for bind in jail.plan.binds:
        if not jail.contained and (target == bind.target or bind.target in target.parents):
            return bind.source / target.relative_to(bind.target)
    return target


def worker_uids(info: JailInfo) -> range:
    """Return the uids, as the launcher counts them, that workers get in turn."""
    if info.identity is Identity.RANGE:
        return range(1, UIDS)
    if info.identity is Identity.ROOT:
        return range(info.uid_base + 1, info.uid_base + UIDS)
    return range(1000, 1001)


def _wait(link: socket.socket) -> None:
    if link.recv(16) != b"go":
        os._exit(1)
