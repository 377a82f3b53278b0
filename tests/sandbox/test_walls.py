"""What student code can see and do: with root as the engine, and with an ordinary user."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

ALL_FILES = """
found = []
for folder, names, files in os.walk("/"):
    names[:] = [n for n in names if os.path.join(folder, n) not in ("/usr", "/proc", "/sys")]
    found += [os.path.join(folder, n) for n in files]
"""


@pytest.mark.parametrize("path", ["/etc/shadow", "/root/.bash_history", "/etc/hostname"])
def test_files_of_the_host_are_not_there(jail, path):
    result = jail.run("open(path).read()", path=path)
    assert result.error in ("FileNotFoundError", "PermissionError")


def test_a_canary_in_tmp_is_not_there(jail, canary):
    assert canary.read_text()
    shown = {Path(sys.prefix).parts[2]} if Path("/tmp") in Path(sys.prefix).parents else set()
    assert set(jail.run("say(os.listdir('/tmp'))").said) == shown
    assert jail.run("open(path).read()", path=str(canary)).error == "FileNotFoundError"


def test_the_project_is_not_there(jail):
    result = jail.run("open(path).read()", path=str(PROJECT / "pyproject.toml"))
    assert result.error == "FileNotFoundError"


def test_what_is_bound_can_be_read(jail):
    source = "sys.path.insert(0, '/opt/lib')\nimport helper\nsay(helper.HELP)"
    assert jail.run(source).said == "yes"


def test_the_engine_is_covered_wherever_it_lies(jail):
    source = (
        ALL_FILES
        + """
say([f for f in found if '/autograder/' in f or '/autograder-' in f])
say([f for f in found if '__editable__' in f and 'workbook' in f and os.path.getsize(f)])
"""
    )
    lines = jail.run(source, seconds=20).lines
    assert [line.get("said") for line in lines] == [[[]], [[]]]
    source = "say(os.listdir('/opt/lib'), os.listdir('/opt/lib/autograder'))"
    names, inside = jail.run(source).said
    assert "helper.py" in names
    assert inside == []


def test_the_engine_cannot_be_imported(jail):
    source = "sys.modules.pop('autograder', None)\nsys.path[:0] = ['/opt/lib', project]\n"
    result = jail.run(source + "from autograder import CANARY", project=str(PROJECT))
    assert result.error in ("ImportError", "ModuleNotFoundError")


def test_hidden_paths_are_covered(jail):
    source = "say(os.listdir('/opt/lib/answers'), open('/opt/lib/single.txt').read())"
    assert jail.run(source).said == [[], ""]


def test_the_environment_is_clean(jail):
    source = "say(dict(os.environ), open('/proc/self/environ').read() if readable else '')"
    result = jail.run(source, readable=False)
    names = set(result.said[0])
    assert names <= {"PATH", "LANG", "OMP_NUM_THREADS", "HOME", "TMPDIR", "USER", "LC_CTYPE"}
    assert result.said[0]["HOME"] == "/home/student"


def test_other_processes_are_invisible(jail):
    other, _ = jail.start("say(1)\nimport time\ntime.sleep(20)")
    try:
        source = "say(os.getpid(), sorted(int(n) for n in os.listdir('/proc') if n.isdigit()))"
        assert jail.run(source).said == [1, [1]]
    finally:
        jail.end(other)


def test_nobody_else_can_be_signalled(jail):
    """kill(-1) reaches every process that can be seen: nobody."""
    other, _ = jail.start("say(1)\nimport time\ntime.sleep(20)")
    try:
        source = (
            "import signal\ntry:\n    os.kill(-1, 9)\nexcept ProcessLookupError:\n    say('none')"
        )
        assert jail.run(source).said == "none"
        assert jail.run("os.kill(os.getppid() or 2, 9)").error == "ProcessLookupError"
        assert other in jail.here(f"answer = sandbox.family({other})")
    finally:
        jail.end(other)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"])
def test_only_unix_sockets_can_be_opened(jail, family):
    source = "import socket\nsocket.socket(getattr(socket, family))"
    result = jail.run(source, family=family)
    assert (result.error, result.errno) == ("OSError", errno.EAFNOSUPPORT)


def test_names_cannot_be_looked_up(jail):
    result = jail.run("import socket\nsocket.getaddrinfo('example.org', 80)")
    assert result.error == "gaierror"


def test_the_network_namespace_is_empty(jail):
    source = "say([line.split()[0] for line in open('/proc/self/net/dev').readlines()[2:]])"
    assert jail.run(source).said == ["lo:"]


@pytest.mark.parametrize("kind", ["mnt", "pid", "net", "ipc", "uts"])
def test_every_worker_has_namespaces_of_its_own(jail, kind):
    path = f"/proc/self/ns/{kind}"
    pid, said = jail.start(f"say(os.readlink('{path}'))\nimport time\ntime.sleep(20)")
    try:
        neighbour = jail.run(f"say(os.readlink('{path}'))").said
        launcher = jail.here(f"answer = os.readlink('{path}')")
    finally:
        jail.end(pid)
    assert len({said[0][0], neighbour, launcher, os.readlink(path)}) == 4


def test_sockets_of_the_host_cannot_be_reached(jail):
    name = f"\0sandbox-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        source = "import socket\nsocket.socket(socket.AF_UNIX).connect(name)"
        assert jail.run(source, name=name).errno in (errno.ECONNREFUSED, errno.EPERM)
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_workers_cannot_talk_through_abstract_sockets(jail):
    server = "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0store')\ns.listen()\n"
    other, _ = jail.start(server + "say(1)\nimport time\ntime.sleep(20)")
    try:
        source = "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0store')"
        assert jail.run(source).errno in (errno.ECONNREFUSED, errno.EPERM)
    finally:
        jail.end(other)


WRITES = ["/new", "/usr/new", "/etc/new", "/opt/lib/new", "/opt/lib/helper.py", "/dev/new"]


@pytest.mark.parametrize("path", [*WRITES, "/etc/passwd", "/sys/new", "/root/new", "/.scratch/new"])
def test_nothing_outside_can_be_written(jail, path):
    result = jail.run("open(path, 'a').write('x')", path=path)
    assert result.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT)


def test_python_itself_cannot_be_written(jail):
    source = """
import site
scratch = os.stat('/tmp').st_dev  # its own: of a project in /tmp, folders on the way lie there
for folder in [sys.prefix, sys.base_prefix, os.path.dirname(os.__file__), *sys.path]:
    if os.path.isdir(folder) and os.stat(folder).st_dev == scratch:
        continue
    try:
        open(os.path.join(folder, 'sitecustomize.py'), 'w')
    except OSError:
        continue
    say(folder)
say('nowhere')
"""
    assert jail.run(source).said == "nowhere"


def test_its_own_places_can_be_written(jail):
    source = """
for folder in ('/tmp', '/dev/shm', '/home/student', '.'):
    path = os.path.join(folder, 'a')
    open(path, 'w').write('x')
    os.mkdir(folder + '/b')
    os.rename(path, folder + '/b/c')
    assert open(folder + '/b/c').read() == 'x'
    os.unlink(folder + '/b/c')
    os.rmdir(folder + '/b')
open('/dev/null', 'w').write('x')
say(os.getcwd())
"""
    assert jail.run(source).said == "/home/student"


def test_nothing_is_left_for_the_next_worker(jail):
    places = "('/tmp/x', '/dev/shm/x', '/home/student/x')"
    assert jail.run(f"for p in {places}: open(p, 'w')\nsay(1)").said == 1
    assert jail.run(f"say([os.path.exists(p) for p in {places}])").said == [False] * 3


def test_root_and_capabilities_are_gone(jail):
    source = """
rows = dict(line.split(':', 1) for line in open('/proc/self/status'))
names = ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')
say([int(rows[n], 16) for n in names], rows['NoNewPrivs'].strip(), rows['Seccomp'].strip(),
    rows['Groups'].split(), os.getuid(), os.getgid())
"""
    capabilities, privileges, seccomp, groups, uid, gid = jail.run(source).said
    assert capabilities == [0] * 5
    assert (privileges, seccomp) == ("1", "2")
    assert groups == []
    assert uid > 0
    assert gid > 0


@pytest.mark.parametrize("call", ["setuid(0)", "setgid(0)", "setresuid(0, 0, 0)", "setgroups([0])"])
def test_nobody_else_can_be_become(jail, call):
    assert jail.run(f"os.{call}").errno in (errno.EPERM, errno.EINVAL)


def test_every_worker_has_a_name(jail):
    assert jail.run("import pwd\nsay(pwd.getpwuid(os.getuid()).pw_name)").said == "student"


def test_memory_of_pid_1_is_closed(jail):
    source = """
if os.fork() == 0:
    for name in ('mem', 'environ', 'maps', 'fd/0', 'map_files'):
        try:
            os.open('/proc/1/' + name, os.O_RDONLY)
        except OSError as error:
            continue
        say('open', name)
    try:
        os.open('/proc/1/mem', os.O_RDWR)
    except OSError:
        say('closed')
    os._exit(0)
os.wait()
"""
    assert jail.run(source).said == "closed"


def test_becoming_dumpable_again_is_denied(jail):
    source = "import ctypes\nc = ctypes.CDLL(None, use_errno=True)\n"
    source += "say(c.prctl(4, 1, 0, 0, 0), ctypes.get_errno(), c.prctl(3, 0, 0, 0, 0))"
    assert jail.run(source).said == [-1, errno.EPERM, 0]


def test_no_descriptor_is_inherited(jail):
    secret = "f = os.open('/etc/passwd', os.O_RDONLY)\nos.set_inheritable(f, True)\nanswer = f"
    jail.here(secret)
    source = "say(sorted(int(n) for n in os.listdir('/proc/self/fd')))"
    said = jail.run(source).said
    # 0 to 2, the pipe the test talks through, and the listing's own
    assert said[:3] == [0, 1, 2]
    assert len(said) == 5
    source = "say([os.readlink(f'/proc/self/fd/{n}') for n in range(3)])"
    assert jail.run(source).said == ["/dev/null"] * 3


def test_signals_are_as_in_a_fresh_python(jail):
    setup = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    jail.here(setup + "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})")
    try:
        source = """
import signal
odd = [n for n in signal.valid_signals() if signal.getsignal(n) != signal.SIG_DFL]
say(sorted(odd), len(signal.pthread_sigmask(signal.SIG_BLOCK, ())), os.umask(0))
"""
        odd, blocked, umask = jail.run(source).said
    finally:
        undo = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_DFL)\n"
        jail.here(undo + "signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})")
    assert odd == [2, 13, 25]  # SIGINT, SIGPIPE, SIGXFSZ
    assert (blocked, umask) == (0, 0o022)


def test_mounts_are_read_only_even_to_a_remount(jail):
    source = """
import ctypes
c = ctypes.CDLL(None, use_errno=True)
for flags in (32, 32 | 4096, 4096, 32 | 4096 | 2):
    say(c.mount(b'/opt/lib', b'/opt/lib', None, flags, None), ctypes.get_errno())
"""
    lines = jail.run(source).lines
    assert [line["said"] for line in lines] == [[-1, errno.EPERM]] * 4


def test_every_mount_is_nosuid_and_what_holds_the_host_is_read_only(jail):
    rows = jail.run("say(open('/proc/self/mountinfo').read())").said.splitlines()
    assert rows
    writable = set()
    for row in rows:
        point, options = row.split()[4:6]
        assert "nosuid" in options.split(","), row
        device = point.startswith("/dev/") and point != "/dev/shm"
        assert device or "nodev" in options.split(","), row
        if "ro" not in options.split(","):
            writable.add(point)
    assert writable == {"/tmp", "/dev/shm", "/home/student", "/proc"}


def test_dev_zero_cannot_be_memory_that_nobody_counts(jail):
    source = "import mmap\nf = os.open('/dev/zero', os.O_RDWR)"
    assert jail.run(source).errno in (errno.EACCES, errno.ENOENT)


def test_a_subprocess_is_as_confined(jail):
    source = """
import subprocess
code = "import os; print(os.getuid(), os.path.exists('/etc/shadow'))"
done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)
say(done.stdout.split(), done.stderr)
"""
    (uid, shadow), errors = jail.run(source).said
    assert int(uid) > 0
    assert shadow == "False"
    assert errors == ""


def test_the_host_has_another_name(jail):
    assert jail.run("say(os.uname().nodename)").said == "sandbox"


def test_from_outside_neither_launcher_nor_worker_is_root(jail):
    pid, _ = jail.start("say(1)\nimport time\ntime.sleep(20)")
    try:
        uids = [uid for _, uid in descendants(jail.process.pid)]
    finally:
        jail.end(pid)
    assert len(uids) == 2
    base = jail.info["uid_base"]
    if jail.info["identity"] == "RANGE":
        assert uids[0] == base
        assert base < uids[1] < base + 1000
    else:
        assert uids == [base, base]
        assert base != 0


def descendants(pid):
    """(pid, uid) of every descendant, as the host sees them."""
    rows = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = dict(x.split(":", 1) for x in (folder / "status").read_text().splitlines())
            except OSError:
                continue
            rows[int(folder.name)] = (int(fields["PPid"]), int(fields["Uid"].split()[0]))
    found = [pid]
    for known in found:
        found += [child for child, (parent, _) in rows.items() if parent == known]
    return [(p, rows[p][1]) for p in found[1:] if p in rows]
