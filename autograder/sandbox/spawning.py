"""Fork a worker, put up its walls from inside, and only then run anything in it.

What it costs in CPU, in a process with torch and IPython imported (2 cores, Linux 6.18): 7 ms, of
which fork and exit are 2.7, namespaces 1.1 (the network's alone 0.6), tmpfs and /proc 0.9, cgroup
0.4, Landlock and seccomp 0.4; the rest are pages that either side writes to first after the fork.
No step is dear enough to share it between workers, so each has everything of its own. It takes
longer than that, up to 25 ms where cgroups are of the first version: the kernel waits for all
processors before it moves a process to another cgroup.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import signal
import socket
import struct
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from autograder.errors import SandboxError
from autograder.sandbox import landlock
from autograder.sandbox.jail import Jail, Worker, current, worker_uids
from autograder.sandbox.limits import (
    SPARE_PROCESSES,
    Rlimits,
    changed_signals,
    rlimits,
    set_rlimits,
    tasks_of,
    tree_of,
)
from autograder.sandbox.mounts import mount_proc, mount_scratch
from autograder.sandbox.plan import Identity, Tier, WorkerLimits
from autograder.sandbox.syscalls import (
    NEW_IPC,
    NEW_NET,
    NEW_NS,
    NEW_PID,
    NEW_UTS,
    be_subreaper,
    close_all_fds,
    die_with_parent,
    drop_bounding_set,
    drop_capabilities,
    load_filter,
    no_new_privileges,
    set_dumpable,
    setns,
    unshare,
)
from autograder.sandbox.tiers import fork
from autograder.sandbox.users import enter_nested

__all__ = ["clear_up", "end", "spawn"]

_SECONDS = 10.0
# what a freshly started Python sets; all other signals have their default action
_PYTHONS_OWN = {
    signal.SIGPIPE: signal.SIG_IGN,
    signal.SIGXFSZ: signal.SIG_IGN,
    signal.SIGINT: signal.default_int_handler,
}


def spawn(main: Callable[[], None], limits: WorkerLimits, keep_fds: Sequence[int] = ()) -> int:
    """Run `main` in a new worker and return its pid, as this process sees it.

    `main` runs as pid 1 of its own PID namespace (tiers A and B); SIGKILL ends it with all it has
    started. It sees no descriptor but `keep_fds`; 0, 1 and 2 are /dev/null. Its return ends the
    worker. The caller waits for the pid. Call from the main thread: a worker dies with the thread
    that forked it.

    Raises:
        SandboxError: a wall could not be put up; nothing was run.
    """
    jail = current()
    clear_up()
    worker, attach = _admitted(jail, limits)
    table = rlimits(limits, gpu=jail.plan.gpu)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child = _Child(jail, worker, attach, table, theirs, keep_fds)
    pid = -1
    try:
        pid = _forked(jail)
        if pid == 0:
            child.run(main)
        theirs.close()
        jail.workers[pid] = worker
        worker.scratch = _report(ours)
    except BaseException:
        if pid > 0:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        jail.workers[pid] = worker
        clear_up()
        raise
    finally:
        ours.close()
        theirs.close()
        if attach >= 0:
            os.close(attach)
    return pid


def end(pid: int) -> None:
    """Kill a worker that was not waited for yet, with all it has started, and wait for it."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    clear_up()


def clear_up() -> None:
    """Release what workers that have ended still hold: their tmpfs, cgroups and folders."""
    jail = current()
    for pid in list(jail.workers):
        if not _alive(pid):
            worker = jail.workers.pop(pid)
            if worker.scratch >= 0:
                os.close(worker.scratch)
            if jail.lane is not None:
                jail.lane.remove(worker.name)
            if jail.folder is not None:
                shutil.rmtree(jail.folder / worker.name, ignore_errors=True)
    if not jail.contained:
        _end_strays(jail)


def _end_strays(jail: Jail) -> None:
    """End what dead workers left behind: without PID namespaces it has become our child.

    All are stopped before the first is killed, or others would fork in its place.
    """
    until = time.monotonic() + _SECONDS
    stopped: set[int] = set()
    while time.monotonic() < until:
        ours = {os.getpid(), *(pid for worker in jail.workers for pid in tree_of(worker))}
        strays = set(tree_of(os.getpid())) - ours
        if not strays:
            return
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL if strays <= stopped else signal.SIGSTOP)
                os.waitpid(pid, os.WNOHANG)
        stopped |= strays


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    return False


def _admitted(jail: Jail, limits: WorkerLimits) -> tuple[Worker, int]:
    """Give a worker a name, a uid and, where there is one, a cgroup (a descriptor to join it)."""
    uids = worker_uids(jail.info)
    taken = {worker.uid for worker in jail.workers.values()}
    number = next(jail.numbers)
    uid = uids[number % len(uids)]
    while uid in taken and len(taken) < len(uids):
        number = next(jail.numbers)
        uid = uids[number % len(uids)]
    worker = Worker(f"w{number}", uid, limits, -1)
    if jail.folder is not None:
        folder = jail.folder / worker.name
        folder.mkdir(mode=0o700)
        if jail.info.identity is Identity.ROOT:
            os.chown(folder, uid, uid)
    try:
        attach = jail.lane.add(worker.name, limits) if jail.lane is not None else -1
    except OSError as error:
        raise SandboxError(f"a worker's cgroup could not be made: {error}") from None
    return worker, attach


def _forked(jail: Jail) -> int:
    """Fork into a new PID namespace: the child is its pid 1, this process stays where it is."""
    if not jail.contained:
        return fork()
    unshare(NEW_PID)
    pid = -1
    try:
        pid = fork()
        return pid
    finally:
        if pid:
            setns(jail.pid_namespace, NEW_PID)


def _report(link: socket.socket) -> int:
    """Wait until the worker's walls stand; return a descriptor of its tmpfs, or -1."""
    link.settimeout(_SECONDS)
    try:
        data, fds, _, _ = socket.recv_fds(link, 4096, 1)
    except TimeoutError:
        raise SandboxError(f"a worker was not ready within {_SECONDS:.0f} s") from None
    if data == b"ok":
        return fds[0] if fds else -1
    text = data.decode(errors="replace") or "it died without a word"
    raise SandboxError(f"a worker's walls could not be put up, nothing was run: {text}")


class _Child:
    """The forked process on its way to becoming a worker."""

    def __init__(
        self,
        jail: Jail,
        worker: Worker,
        attach: int,
        table: Rlimits,
        link: socket.socket,
        keep_fds: Sequence[int],
    ) -> None:
        self.jail = jail
        self.worker = worker
        self.attach = attach
        self.table = table
        self.link = link
        self.keep = keep_fds
        self.step = "start"
        self.scratch = -1

    def run(self, main: Callable[[], None]) -> NoReturn:
        """Put up the walls, tell the launcher, run `main`, and end; does not return."""
        code = 1
        try:
            try:
                self._put_up_walls()
                self._announce()
            except BaseException as error:
                self._complain(error)
                os._exit(70)
            for fd in (self.scratch, self.link.detach()):
                if fd >= 0:
                    os.close(fd)
            main()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        finally:
            os._exit(code & 0xFF)

    def _announce(self) -> None:
        """Say that the walls stand, and hand over the tmpfs so that its use can be watched."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", self.scratch))]
        self.link.sendmsg([b"ok"], rights if self.scratch >= 0 else [])

    def _complain(self, error: BaseException) -> None:
        name = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
        with contextlib.suppress(OSError):
            self.link.send(f"step {self.step}: {name} {error}".encode()[:4000])

    def _put_up_walls(self) -> None:
        """The order matters: see each step."""
        self.step = "cgroup"
        if self.attach >= 0:
            os.write(self.attach, b"0")
        self.step = "descriptors"
        os.setsid()
        close_all_fds({*self.keep, self.link.fileno()})
        _open_null()
        if self.jail.contained:
            self._isolate()
        else:
            be_subreaper()
            self._move_in()
        os.umask(0o022)
        self.step = "signals"
        _reset_signals()
        self.step = "rlimits"
        set_rlimits(self.table)
        self.step = "Landlock"
        # paths are looked up while they can be: the next uid may not reach what lies above them
        ruleset = self._ruleset()
        self.step = "identity"
        self._change_identity()
        self.step = "privileges"
        drop_capabilities()
        no_new_privileges()
        # both were undone by the change of identity
        die_with_parent(signal.SIGKILL)
        set_dumpable(False)
        self.step = "confinement"
        if ruleset >= 0:
            landlock.enforce(ruleset)
        if self.jail.program:
            load_filter(self.jail.program)

    def _move_in(self) -> None:
        """Go to the worker's own folder, and have the environment point there."""
        jail = self.jail.folder
        assert jail is not None
        home = str(jail / self.worker.name)
        os.chdir(home)
        for name, value in os.environ.items():
            if value == str(jail) or value.startswith(f"{jail}/"):
                os.environ[name] = home + value.removeprefix(str(jail))
        tempfile.tempdir = None  # the launcher's may be remembered there

    def _isolate(self) -> None:
        """Mount while there are capabilities to mount with."""
        self.step = "namespaces"
        unshare(NEW_NS | NEW_NET | NEW_IPC | NEW_UTS)
        self.step = "mounts"
        limits, plan = self.worker.limits, self.jail.plan
        own = self.jail.info.identity is Identity.NESTED
        owner = 0 if own else self.worker.uid
        self.scratch = mount_scratch(plan, limits.tmp_bytes, limits.tmp_inodes, owner)
        mount_proc()
        os.chdir(plan.cwd)
        # of all processes, the kernel shall choose a student's when memory runs out
        Path("/proc/self/oom_score_adj").write_text("1000")

    def _change_identity(self) -> None:
        """Become somebody else, and bound the number of processes that this somebody may have.

        RLIMIT_NPROC counts by uid and user namespace, so it comes after the change, and holds for
        this worker alone where either is its own. Where neither is, those that run count as well.
        """
        identity, uid = self.jail.info.identity, self.worker.uid
        if identity in (Identity.RANGE, Identity.ROOT):
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
        elif identity is Identity.NESTED:
            enter_nested()
            drop_bounding_set()  # full again in a new user namespace
        count = self.worker.limits.processes + SPARE_PROCESSES
        count += tasks_of(os.getuid()) if identity is Identity.SAME else 0
        ceiling = resource.getrlimit(resource.RLIMIT_NPROC)[1]
        count = count if ceiling == resource.RLIM_INFINITY else min(count, ceiling)
        resource.setrlimit(resource.RLIMIT_NPROC, (count, count))

    def _ruleset(self) -> int:
        jail = self.jail
        if not jail.version or jail.info.tier is Tier.D:
            return -1
        if jail.contained:
            writable = [Path("/tmp"), Path("/dev/shm"), jail.plan.cwd]
            return landlock.build(jail.version, writable, jail.devices)
        return landlock.build(jail.version, [Path.cwd()], jail.devices, jail.sources)


def _open_null() -> None:
    null = os.open("/dev/null", os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
        os.set_inheritable(fd, True)
    if null > 2:
        os.close(null)


def _reset_signals() -> None:
    """Do away with the launcher's handlers and masks; the kernel says which there are."""
    signal.set_wakeup_fd(-1)
    changed = changed_signals()
    for number in range(1, signal.NSIG):
        if changed >> (number - 1) & 1 and number not in _PYTHONS_OWN:
            with contextlib.suppress(OSError, ValueError):  # two are glibc's own
                signal.signal(number, signal.SIG_DFL)
    for number, action in _PYTHONS_OWN.items():
        signal.signal(number, action)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
