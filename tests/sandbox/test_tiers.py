"""What holds where a host offers less, and what is said about it."""

import errno
import os
from pathlib import Path

import pytest
from rig import Raised, Refused, Rig

from autograder import sandbox
from autograder.errors import SandboxError
from autograder.sandbox import landlock, tiers
from autograder.sandbox.limits import tree_of

NAMES = {
    *("user namespaces", "mounts", "processes", "network"),
    *("system calls", "Landlock", "cgroup", "other uid"),
}


def test_probe_tries_every_wall_and_leaves_no_child():
    before = tree_of(os.getpid())
    report = sandbox.probe()
    assert {check.name for check in report.checks} == NAMES
    assert tree_of(os.getpid()) == before


def test_probe_says_what_is_missing_and_how_to_mend_it(monkeypatch):
    def refuse():
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(tiers, "_try_mounts", refuse)
    report = sandbox.probe()
    assert report.tier in (sandbox.Tier.C, sandbox.Tier.D)
    assert "mounts: Operation not permitted; in a container, add --cap-add SYS_ADMIN" in str(report)
    assert str(report).startswith(f"sandbox tier {report.tier.name}")


def report_with(*missing):
    checks = tuple(
        sandbox.Check(name, "missing" if name in missing else "") for name in sorted(NAMES)
    )
    return sandbox.ProbeReport(checks, None, sandbox.Identity.SAME)


@pytest.mark.parametrize(
    ("missing", "tier"),
    [
        ((), "A"),
        (("user namespaces",), "A"),
        (("cgroup",), "B"),
        (("other uid",), "B"),
        (("Landlock",), "A"),
        (("mounts",), "C"),
        (("processes", "cgroup"), "C"),
        (("network",), "C"),
        (("mounts", "Landlock"), "D"),
        (("system calls",), "D"),
    ],
)
def test_tiers_are_what_the_walls_add_up_to(missing, tier):
    assert report_with(*missing).tier.name == tier


def test_every_wall_has_a_way_to_mend_it():
    assert set(tiers._MENDS) == NAMES


def test_tier_d_is_refused_unless_submissions_are_trusted():
    with pytest.raises(Refused, match="Nothing would protect this machine"):
        Rig(without=["mounts", "Landlock"])


def test_tier_d_runs_when_submissions_are_trusted():
    with Rig(without=["mounts", "Landlock"], trusted=True) as rig:
        assert rig.info["tier"] == "D"
        assert rig.run("say(1)").said == 1


def test_a_launcher_must_have_one_thread():
    """The thread would be lost by the fork, and with it whatever lock it held."""
    import threading

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(SandboxError, match="thread"):
            sandbox.enter_jail(sandbox.JailPlan(()))
    finally:
        stop.set()
        thread.join()


def test_without_a_jail_nothing_is_spawned():
    with pytest.raises(SandboxError, match="enter_jail"):
        sandbox.spawn(lambda: None, sandbox.WorkerLimits())


# root, where user namespaces are forbidden


def test_without_user_namespaces_workers_have_a_real_uid(jail_without_user_namespaces):
    jail = jail_without_user_namespaces
    assert (jail.info["tier"], jail.info["identity"]) in (("A", "ROOT"), ("B", "ROOT"))
    source = "say(os.getuid(), os.getgid(), os.getgroups(), sorted(os.listdir('/proc'))[0])"
    uid, gid, groups, first = jail.run(source).said
    assert 4_000_000 < uid < 4_001_000
    assert gid == uid
    assert groups == []
    assert first == "1"


def test_without_user_namespaces_the_walls_stand(jail_without_user_namespaces, canary):
    jail = jail_without_user_namespaces
    told = f"import pathlib\nanswer = sandbox.self_test(pathlib.Path({str(canary)!r}))"
    assert jail.here(told) == []
    source = "import ctypes\nc = ctypes.CDLL(None, use_errno=True)\n"
    source += "say(c.unshare(0x20000), ctypes.get_errno())"
    assert jail.run(source).said == [-1, errno.EPERM]
    source = "say(open('/opt/lib/single.txt').read(), os.listdir('/opt/lib/answers'))"
    assert jail.run(source).said == ["", []]


# tier C


def test_in_the_open_the_host_cannot_be_read(open_field, canary):
    for path in (canary, Path("/etc/passwd"), Path("/proc/self/status"), Path(__file__)):
        result = open_field.run("open(path).read()", path=str(path))
        assert result.errno in (errno.EACCES, errno.EPERM), path
    assert open_field.run("os.listdir('/')").errno == errno.EACCES


def test_in_the_open_binds_are_read_where_they_lie(open_field, library):
    place = open_field.here(
        "import pathlib\nanswer = str(sandbox.place_of(pathlib.Path('/opt/lib/helper.py')))"
    )
    assert place == str(library / "lib" / "helper.py")
    assert "yes" in open_field.run("say(open(path).read())", path=place).said


@pytest.mark.parametrize(
    "name",
    ["autograder/__init__.py", "autograder/hidden/test_canary.py", "answers/key.txt", "single.txt"],
)
def test_in_the_open_what_is_hidden_cannot_be_read(open_field, library, name):
    path = library / "lib" / name
    assert path.read_text()
    assert open_field.run("open(path).read()", path=str(path)).errno == errno.EACCES


def test_in_the_open_python_still_imports(open_field):
    assert open_field.run("import json, sqlite3, fractions\nsay(1)").said == 1


def test_in_the_open_only_its_own_folder_can_be_written(open_field, canary):
    source = """
open('mine', 'w').write('x')
for folder in ('/tmp', '/dev/shm', '/home', '/', os.path.dirname(os.getcwd())):
    try:
        os.mkdir(folder + '/sandbox-test-new')
    except OSError:
        continue
    say(folder)
say(os.getcwd())
"""
    own = Path(open_field.run(source).said)
    assert own.parent.name.startswith("workbook-")
    assert open_field.run("say(os.listdir())").said == []
    assert not own.exists()
    assert open_field.run("open(path, 'a')", path=str(canary)).errno == errno.EACCES


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"])
def test_in_the_open_there_are_no_sockets(open_field, family):
    """A path could name a socket of the host, and Landlock does not look at those."""
    source = "import socket\nsocket.socket(getattr(socket, family))"
    assert open_field.run(source, family=family).errno in (errno.EPERM, errno.EAFNOSUPPORT)


def test_in_the_open_pairs_are_allowed_but_not_datagrams(open_field):
    source = """
import socket
a, b = socket.socketpair()
a.send(b'x')
say(b.recv(1).decode())
socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
"""
    result = open_field.run(source)
    assert result.lines[0]["said"] == ["x"]
    assert result.errno == errno.EPERM


@pytest.mark.parametrize("call", ["kill(-1, 0)", "kill(os.getppid(), 9)", "setpriority(0, 0, 5)"])
def test_in_the_open_nobody_can_be_signalled_or_slowed(open_field, call):
    assert open_field.run(f"os.{call}").errno in (errno.EPERM, errno.EACCES)


def test_in_the_open_what_a_worker_leaves_ends_with_the_next(open_field):
    source = """
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        say(os.getpid())
        time.sleep(60)
    os._exit(0)
os.wait()
time.sleep(0.2)
"""
    pid = open_field.ask("spawn", source=source, limits={})
    stray = open_field.ask("read", pid=pid, seconds=8.0, lines=1)[0]["said"][0]
    open_field.end(pid)
    assert Path(f"/proc/{stray}").exists()
    assert open_field.run("say(1)").said == 1
    assert not Path(f"/proc/{stray}").exists()


def test_in_the_open_self_test_finds_nothing(open_field, canary):
    told = f"import pathlib\nanswer = sandbox.self_test(pathlib.Path({str(canary)!r}))"
    assert open_field.here(told) == []


def test_self_test_finds_a_host_file_that_can_be_read(jail, library):
    told = "import pathlib\nanswer = sandbox.self_test(pathlib.Path('/opt/lib/helper.py'))"
    assert jail.here(told) == ["read host file: /opt/lib/helper.py can be read"]


@pytest.mark.parametrize("wall", sorted(NAMES - {"user namespaces", "other uid", "system calls"}))
def test_a_wall_can_be_left_out(wall):
    report = sandbox.probe(without=[wall])
    assert not report.works(wall)
    assert "left out on request" in str(report)


def test_only_walls_can_be_left_out():
    with pytest.raises(SandboxError, match="no wall is called moat"):
        sandbox.probe(without=["moat"])


def test_landlock_goes_round_what_is_hidden(tmp_path):
    for name in ("a/b/hidden/x", "a/b/shown/x", "a/c/x", "d/x"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    (tmp_path / "a/b/file").touch()
    found = landlock.Sources.of([tmp_path / "a", tmp_path / "d"], [tmp_path / "a/b/hidden"])
    assert set(found.shown) == {
        *(tmp_path / "a/c", tmp_path / "a/b/shown", tmp_path / "a/b/file", tmp_path / "d"),
    }
    assert set(found.listed) == {tmp_path / "a", tmp_path / "a/b"}


def test_a_raised_error_reaches_the_test(open_field):
    """The rig itself: an operation that fails must not pass unseen."""
    with pytest.raises(Raised, match="ZeroDivisionError"):
        open_field.here("1 / 0")
