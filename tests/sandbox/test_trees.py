"""Where things lie on the host, and how they are shown: odd places, old kernels, odd plans."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from rig import INSIDE, Rig, needs

from autograder import sandbox
from autograder.errors import SandboxError
from autograder.sandbox import binds, cgroups, mounts, users
from autograder.sandbox.limits import SPARE_PROCESSES
from autograder.sandbox.plan import Bind, Identity, JailPlan


@pytest.fixture
def shared():
    """A folder of the host that anybody may read, in /tmp."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-shared-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("kind", ["root", "ordinary"])
def test_what_lies_in_tmp_is_shown_in_tmp(kind, shared):
    """Regression: a virtual environment under /tmp was hidden by the worker's own /tmp."""
    needs(kind)
    (shared / "venv").mkdir()
    (shared / "venv" / "module.py").write_text("x = 1\n")
    (shared / "secret").write_text("no\n")
    told = [[str(shared / "venv"), str(shared / "venv")]]
    with Rig(ordinary=kind == "ordinary", binds=told) as rig:
        folder = str(shared)
        source = "say(os.listdir(folder), open(folder + '/venv/module.py').read())"
        assert rig.run(source, folder=folder).said == [["venv"], "x = 1\n"]
        source = "open(folder + '/venv/module.py', 'w')"
        assert rig.run(source, folder=folder).errno in (errno.EROFS, errno.EACCES)
        assert rig.run("open('/tmp/free', 'w')\nsay(1)").said == 1


def test_a_virtual_environment_in_tmp_works(shared):
    needs("root")
    venv = shared / "venv"
    command = [sys.executable, "-m", "venv", "--without-pip", str(venv)]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    with Rig(python=str(venv / "bin" / "python")) as rig:
        source = "import subprocess\ndone = subprocess.run([sys.executable, '-c', ''])\n"
        source += "say(sys.prefix, done.returncode)"
        assert rig.run(source).said == [str(venv), 0]


def test_mounts_beneath_a_bind_are_shown_read_only_too(shared):
    """A bind is recursive, and so must be its being read-only."""
    needs("root")
    script = f"""
set -e
mount -t tmpfs none {shared}
mkdir -p {shared}/a/b
mount -t tmpfs none {shared}/a/b
touch {shared}/a/b/file
exec {sys.executable} -P {Path(__file__).with_name("rig_beneath.py")} {shared}/a
"""
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["EROFS", "EROFS", "file"]


def test_kernels_without_mount_setattr_are_served(shared):
    """The way of Linux before 5.12: every mount is remounted for itself."""
    needs("root")
    script = f"""
set -e
mount -t tmpfs none {shared}
mkdir -p "{shared}/a/b c"
mount -t tmpfs -o noatime,noexec none "{shared}/a/b c"
touch "{shared}/a/b c/file"
exec {sys.executable} -P {Path(__file__).with_name("rig_beneath.py")} {shared}/a "b c" old
"""
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["EROFS", "EROFS", "file"]


def test_only_the_descriptors_that_are_named_are_kept():
    needs("root")
    code = f"""
import os, sys
sys.path.insert(0, {str(INSIDE.parents[2])!r})
from autograder import sandbox
a, b = os.open('/etc/passwd', 0), os.open('/etc/passwd', 0)
sandbox.enter_jail(sandbox.JailPlan(sandbox.default_binds()), keep_fds=(b,))
kept = {{int(n) for n in os.listdir('/proc/self/fd')}}
print(a in kept and os.path.exists(f'/proc/self/fd/{{a}}')
      and os.readlink(f'/proc/self/fd/{{a}}').endswith('passwd'), b in kept)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout.split() == ["False", "True"], done.stderr


# plans, without a jail


def engine_in(folder):
    (folder / "autograder").mkdir(parents=True)
    (folder / "autograder" / "__init__.py").touch()


def test_an_engine_is_found_at_any_depth(tmp_path):
    engine_in(tmp_path / "lib" / "deep" / "deeper")
    plan = JailPlan((Bind(tmp_path / "lib", Path("/opt/lib")),))
    found = binds.covered(plan, binds.resolved(plan))
    assert found == [Path("/opt/lib/deep/deeper/autograder")]


def test_an_engine_is_found_in_site_packages(tmp_path, monkeypatch):
    packages = tmp_path / "lib" / "python3.11" / "site-packages"
    engine_in(packages)
    (packages / "autograder-1.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    plan = JailPlan((Bind(tmp_path, tmp_path),))
    found = binds.covered(plan, binds.resolved(plan))
    assert found == [packages / "autograder", packages / "autograder-1.0.dist-info"]


def test_what_is_bound_inside_a_hidden_folder_is_shown(tmp_path):
    """The project is hidden whole, but the library for students, staged inside it, is bound."""
    (tmp_path / "staged").mkdir()
    plan = JailPlan((Bind(tmp_path / "staged", Path("/opt/x")),), hide=(tmp_path,))
    assert binds.covered(plan, binds.resolved(plan)) == []


def test_to_hide_and_to_show_the_same_is_refused(tmp_path):
    plan = JailPlan((Bind(tmp_path, Path("/opt/x")),), hide=(tmp_path,))
    with pytest.raises(SandboxError, match="hidden and to be shown"):
        binds.covered(plan, binds.resolved(plan))


def test_all_of_the_host_cannot_be_bound():
    with pytest.raises(SandboxError, match="all of /"):
        binds.resolved(JailPlan((Bind(Path("/"), Path("/opt/x")),)))


def test_binds_are_mounted_parents_first_and_not_twice(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    other = tmp_path / "other"
    other.mkdir()
    inner, outer = Bind(tmp_path / "a" / "b", tmp_path / "a" / "b"), Bind(tmp_path, tmp_path)
    laid_over = Bind(other, tmp_path / "a")
    found = binds.resolved(JailPlan((inner, outer)))
    assert found == [outer]
    found = binds.resolved(JailPlan((laid_over, outer)))
    assert found == [outer, laid_over]


def test_links_to_what_is_bound_stay_links(tmp_path):
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "bin").symlink_to("usr/bin")
    names = [tmp_path / "usr", tmp_path / "bin"]
    plan = JailPlan(tuple(Bind(path, path) for path in names))
    links = mounts._links(binds.resolved(plan))
    assert links == {tmp_path / "bin": str(tmp_path / "usr" / "bin")}


def test_default_binds_hold_no_secret_of_the_host():
    targets = {str(bind.target) for bind in sandbox.default_binds()}
    assert not {"/etc", "/etc/passwd", "/etc/shadow", "/proc", "/sys", "/dev", "/"} & targets
    assert {"/usr", "/dev/null", sys.prefix} <= targets | {sys.prefix}


# uids


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("0 0 4294967295", 2_000_000, (2_000_000, 1000)),
        ("0 100000 65536", 2_000_000, (32768 + 2_000_000 % 31768, 1000)),
        ("0 1000 1", 2_000_000, (0, 1)),
    ],
    ids=["host", "container", "single"],
)
def test_uids_come_from_those_there_are(monkeypatch, text, base, expected):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "getegid", lambda: 0)
    monkeypatch.setattr(Path, "read_text", lambda *_: text)
    found = users.mapping_for(base)
    assert (found.uid, found.count) == expected


def test_two_lanes_share_no_uid():
    needs("root")
    first, second = users.mapping_for(2_000_000), users.mapping_for(2_001_000)
    assert first.identity is Identity.RANGE
    assert first.uid + first.count <= second.uid


# cgroups


def test_a_worker_is_in_a_cgroup_that_counts_its_processes(jail):
    if jail.info["identity"] != "RANGE" or not any("cgroup" in w for w in jail.info["in_force"]):
        pytest.skip("no cgroup here")
    limits = {"processes": 10}
    pid, _ = jail.start("say(1)\nimport time\ntime.sleep(20)", limits=limits)
    try:
        read = "from autograder.sandbox.jail import current\nj = current()\n"
        read += f"w = j.workers[{pid}].name\n"
        read += "g = lambda n: open(os.open(w + '/' + n, 0, dir_fd=j.lane.fd)).read().split()\n"
        read += "answer = [g('pids.max'), g('cgroup.procs'), g('pids.current')]"
        assert jail.here(read) == [[str(10 + SPARE_PROCESSES)], [str(pid)], ["1"]]
    finally:
        jail.end(pid)


def fake_v2(tmp_path, monkeypatch, controllers="memory pids", delegated=True):
    """A cgroup v2 tree made of plain files."""
    own = tmp_path / "scope"
    own.mkdir()
    (own / "cgroup.controllers").write_text(controllers)
    (own / "cgroup.subtree_control").write_text("")
    (own / "cgroup.procs").write_text("11\n12\n")
    monkeypatch.setattr(cgroups, "_marked", lambda *_: delegated)
    return own


def test_v2_turns_on_what_was_delegated(tmp_path, monkeypatch):
    own = fake_v2(tmp_path, monkeypatch)
    (own / "workbook-engine").mkdir()
    cgroups._enabled(own)
    assert (own / "cgroup.subtree_control").read_text().split() == ["+memory"]
    assert (own / "workbook-engine" / "cgroup.procs").read_text() == "12"


def test_v2_moves_nobody_out_of_a_cgroup_that_is_not_ours(tmp_path, monkeypatch):
    own = fake_v2(tmp_path, monkeypatch, delegated=False)
    cgroups._enabled(own)
    assert not (own / "workbook-engine").exists()


def test_v2_memory_leaves_the_file_cache_out(tmp_path):
    (tmp_path / "w1").mkdir()
    rows = "anon 1000\nfile 5000\nshmem 200\nkernel 30\n"
    (tmp_path / "w1" / "memory.stat").write_text(rows)
    fd = os.open(tmp_path, os.O_RDONLY)
    try:
        lane = cgroups.Lane(tmp_path, 2, ("pids", "memory"), fd)
        assert lane.memory("w1") == 1230
        assert lane.memory("gone") == 0
    finally:
        os.close(fd)
