"""What a worker may use, and that it costs nobody else."""

import errno
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.sandbox import cgroups
from autograder.sandbox.limits import SPARE_PROCESSES, tree_of

MIB = 1 << 20
BOMB = """
import time
def bomb():
    while True:
        try:
            if os.fork() == 0:
                continue
        except OSError:
            time.sleep(0.01)
say(1)
bomb()
"""


def test_processes_are_counted(jail):
    source = """
import time
pids = []
try:
    while True:
        pid = os.fork()
        if pid == 0:
            time.sleep(30)
        pids.append(pid)
except OSError as error:
    say(len(pids), error.errno)
"""
    count, code = jail.run(source, limits={"processes": 20}).said
    assert (count, code) == (19 + SPARE_PROCESSES, errno.EAGAIN)


def test_threads_count_as_processes(jail):
    source = """
import threading, time
count = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        count += 1
except RuntimeError:
    say(count)
"""
    assert jail.run(source, limits={"processes": 20}).said == 19 + SPARE_PROCESSES


def test_a_fork_bomb_is_bounded_and_hurts_no_neighbour(jail):
    bomb, _ = jail.start(BOMB, limits={"processes": 24})
    try:
        time.sleep(0.2)
        assert len(jail.here(f"answer = sandbox.family({bomb})")) <= 24 + SPARE_PROCESSES
        # the neighbour has its whole allowance
        source = """
import time
for _ in range(20):
    if os.fork() == 0:
        time.sleep(30)
say('fine')
"""
        assert jail.run(source, limits={"processes": 24}).said == "fine"
        assert len(jail.here(f"answer = sandbox.family({bomb})")) <= 24 + SPARE_PROCESSES
    finally:
        jail.end(bomb)
    assert jail.here(f"answer = sandbox.family({bomb})") == []


def test_one_limit_holds_for_all_writable_places(jail):
    source = """
total = 0
for folder in ('/tmp', '/dev/shm', '/home/student'):
    try:
        with open(folder + '/big', 'wb') as f:
            while True:
                f.write(bytes(1 << 20))
                f.flush()
                total += 1
    except OSError as error:
        code = error.errno
say(total, code)
"""
    total, code = jail.run(source, limits={"tmp_bytes": 8 * MIB}).said
    assert code == errno.ENOSPC
    assert 6 <= total <= 8


def test_inodes_are_limited(jail):
    source = """
count = 0
try:
    while count < 1000:
        open(f'/tmp/{count}', 'w').close()
        count += 1
except OSError as error:
    say(count, error.errno)
"""
    count, code = jail.run(source, limits={"tmp_inodes": 100}).said
    assert code == errno.ENOSPC
    assert 80 <= count <= 100


def test_a_file_is_limited_without_a_signal(jail):
    source = """
try:
    with open('/tmp/sparse', 'wb') as f:
        f.truncate(1 << 40)
except OSError as error:
    say(error.errno)
"""
    assert jail.run(source, limits={"file_bytes": MIB}).said == errno.EFBIG


def test_open_files_are_limited(jail):
    source = """
import socket
kept = []
try:
    while True:
        kept.append(os.open('/dev/null', os.O_RDONLY))
except OSError as error:
    say(error.errno, len(kept) < 50)
"""
    assert jail.run(source, limits={"open_files": 50}).said == [errno.EMFILE, True]


def test_processor_time_is_limited_even_when_the_signal_is_ignored(jail):
    source = """
import signal
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass
say(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    assert jail.run(source, limits={"cpu_seconds": 1}, seconds=20).said == -9


@pytest.mark.parametrize("name", ["MSGQUEUE", "NICE", "RTPRIO"])
def test_what_nobody_needs_is_nothing(jail, name):
    source = "import resource\nsay(resource.getrlimit(getattr(resource, 'RLIMIT_' + name)))"
    assert jail.run(source, name=name).said == [0, 0]


def test_crashes_reach_no_helper_of_the_host(jail):
    """RLIMIT_CORE of 1 means: no dump even into a pipe; 0 would not, so it cannot be set."""
    source = """
import resource
say(resource.getrlimit(resource.RLIMIT_CORE))
resource.setrlimit(resource.RLIMIT_CORE, (0, 1))
"""
    result = jail.run(source)
    assert result.lines[0]["said"] == [[1, 1]]
    assert result.errno == errno.EPERM or result.error == "ValueError"


def test_full_sockets_are_seen(jail):
    source = """
import socket
kept = [socket.socketpair() for _ in range(100)]
for a, b in kept:
    a.setblocking(False)
    try:
        while True:
            a.send(bytes(4096))
    except BlockingIOError:
        pass
"""
    assert 20 <= memory(jail, source) <= 60


def test_busy_processes_leave_other_lanes_their_share(jail):
    if not any("cpu" in word.split() for word in jail.info["in_force"]):
        pytest.skip("no cpu cgroup here")
    shares = list(Path("/sys/fs/cgroup").glob(f"*/**/workbook-lane-{jail.process.pid}"))
    assert any(
        str(child) in (share / "cgroup.procs").read_text().split()
        for share in shares
        for child in tree_of(jail.process.pid)[1:]
    )


def test_limits_cannot_be_raised(jail):
    source = """
import resource
raised = []
for name in ('NPROC', 'NOFILE', 'FSIZE', 'AS', 'CPU', 'STACK', 'CORE'):
    which = getattr(resource, 'RLIMIT_' + name)
    hard = resource.getrlimit(which)[1]
    try:
        resource.setrlimit(which, (hard, hard + 1))
        raised.append(name)
    except (ValueError, OSError):
        pass
say(raised)
"""
    assert jail.run(source).said == []


def memory(jail, source, **options):
    """Run code until it has spoken, and return what its family holds, in MiB."""
    pid, _ = jail.start(source + "\nsay(1)\nimport time\ntime.sleep(30)", **options)
    try:
        watch = f"answer = sandbox.memory_bytes({pid}, sandbox.baseline_bytes())"
        return jail.here(watch) / MIB
    finally:
        jail.end(pid)


def test_an_idle_worker_holds_next_to_nothing(jail):
    assert memory(jail, "") < 8


def test_memory_of_a_process_is_seen(jail):
    assert 60 <= memory(jail, "x = bytearray(64 << 20)\nx[::4096] = bytes(len(x[::4096]))") < 80


def test_memory_of_children_is_seen(jail):
    source = """
for _ in range(3):
    r, w = os.pipe()
    if os.fork() == 0:
        x = bytearray(b'1') * (16 << 20)
        os.write(w, b'1')
        import time
        time.sleep(30)
    os.read(r, 1)
"""
    assert 48 <= memory(jail, source) < 70


@pytest.mark.parametrize("place", ["/tmp", "/dev/shm", "/home/student"])
def test_files_in_memory_are_seen(jail, place):
    source = f"f = open('{place}/x', 'wb')\nf.write(bytes(32 << 20))\nf.flush()\nos.unlink(f.name)"
    assert 32 <= memory(jail, source) < 48


def test_pages_that_forks_share_are_counted_once_where_it_matters(jail):
    """Regression: a test forked from a worker with much data was taken for twice the data."""
    source = """
x = bytearray(b'1') * (48 << 20)
for _ in range(3):
    if os.fork() == 0:
        import time
        time.sleep(30)
"""
    seen = memory(jail, source, limits={"memory_bytes": 100 * MIB})
    if jail.info["identity"] == "NESTED":
        assert seen >= 150  # nobody may look closer: an upper bound
    else:
        assert 40 <= seen <= 75


def test_a_watch_stops_a_worker_near_its_limit(jail):
    pid, _ = jail.start("say(1)\nx = []\nwhile True: x.append(bytearray(b'1') * (1 << 20))")
    watch = f"""
import time, signal
base = sandbox.baseline_bytes()
until = time.monotonic() + 10
answer = 0
while time.monotonic() < until:
    answer = sandbox.memory_bytes({pid}, base)
    if answer > 200 << 20:
        os.kill({pid}, signal.SIGKILL)
        break
    time.sleep(0.02)
"""
    seen = jail.here(watch) / MIB
    jail.end(pid)
    assert 200 < seen < 600


# what the launcher's watch says


EXCEEDED = "answer = sandbox.exceeded({pid}, sandbox.baseline_bytes())"


def seen(rig, source, limits, seconds=8.0):
    """Start a worker and return the first limit that the watch sees it beyond."""
    pid, _ = rig.start(f"say(1)\n{source}", limits=limits)
    try:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := rig.here(EXCEEDED.format(pid=pid)):
                return found
        return None
    finally:
        rig.here(f"sandbox.end({pid})\nos.close(host.pipes.pop({pid}))")


WATCHED = {
    "processes": (
        "import time\nfor _ in range(12):\n    if os.fork() == 0: break\ntime.sleep(20)",
        {"processes": 12},
    ),
    "cpu": ("if os.fork() == 0:\n    while True: pass\nos.wait()", {"cpu_seconds": 0.1}),
    "memory": ("x = b'x' * (60 << 20)\nimport time\ntime.sleep(20)", {"memory_bytes": 30 * MIB}),
}


@pytest.mark.parametrize("limit", WATCHED)
def test_the_watch_names_the_limit(jail, limit):
    assert seen(jail, *WATCHED[limit]) == limit


@pytest.mark.parametrize("limit", WATCHED)
def test_in_the_open_the_watch_names_the_limit(open_field, limit):
    assert seen(open_field, *WATCHED[limit]) == limit


MODEST = (
    "import time\nif os.fork() == 0:\n    pass\ntime.sleep(20)",
    {"processes": 2, "cpu_seconds": 2, "memory_bytes": 200 * MIB},
)


def test_the_watch_leaves_alone_what_is_within_its_limits(jail):
    assert seen(jail, *MODEST, seconds=0.5) is None


def test_in_the_open_the_watch_leaves_alone_what_is_within_its_limits(open_field):
    assert seen(open_field, *MODEST, seconds=0.5) is None


@pytest.mark.parametrize(
    "source",
    [
        "n = 0\nwhile True:\n    n += 1\n    open(str(n), 'wb').write(bytes(1 << 20))",
        "n = 0\nwhile True:\n    n += 1\n    open(str(n), 'w').close()",
        "os.mkdir('deep')\nopen('deep/x', 'w').close()\nos.chmod('deep', 0)\nimport time\n"
        "for n in range(200): os.mkdir(str(n))\ntime.sleep(20)",
    ],
    ids=["bytes", "files", "behind a closed folder"],
)
def test_in_the_open_files_are_counted(open_field, source):
    limits = {"tmp_bytes": 8 * MIB, "tmp_inodes": 100}
    assert seen(open_field, source, limits) == "disk"


def test_in_the_open_a_fork_bomb_ends_with_its_worker(open_field):
    bomb, _ = open_field.start(BOMB, limits={"processes": 24})
    open_field.here(f"sandbox.end({bomb})\nos.close(host.pipes.pop({bomb}))")
    assert open_field.here("answer = len(sandbox.family(os.getpid()))") == 1


def test_in_the_open_what_is_detached_stays_in_the_family(open_field):
    source = """
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        say(os.getpid())
        time.sleep(20)
    os._exit(0)
os.wait()
time.sleep(20)
"""
    pid, ((stray,),) = open_field.start(source)
    try:
        assert stray in open_field.here(f"answer = sandbox.family({pid})")
    finally:
        open_field.end(pid)


FIVE = """
import time
for _ in range(5):
    if os.fork() == 0:
        time.sleep(20)
        os._exit(0)
    time.sleep(0.03)
say('ready')
time.sleep(20)
"""


def test_trimming_spares_the_first_process(jail):
    check_trimming(jail)


def test_in_the_open_trimming_spares_the_first_process(open_field):
    check_trimming(open_field)


def check_trimming(rig):
    pid, _ = rig.start(FIVE)
    try:
        assert rig.here(f"answer = sandbox.trim({pid})") is True
        alive = f"answer = [p for p in sandbox.family({pid}) if '(zombie)' not in "
        alive += "open(f'/proc/{p}/status').read()]"
        assert rig.here(alive) == [pid]
        assert rig.here(f"answer = sandbox.trim({pid})") is False
        assert rig.here(f"answer = sandbox.lives({pid})") is True
    finally:
        rig.end(pid)


BOMB = """
import time
if os.fork() == 0:
    if os.fork() == 0:
        say('ready')
    while True:
        try: os.fork()
        except OSError: pass
time.sleep(20)
"""


@pytest.mark.parametrize("turn", range(3))
def test_trimming_leaves_nothing_of_what_goes_on_forking(jail, turn):
    check_trimming_a_bomb(jail)


@pytest.mark.parametrize("turn", range(3))
def test_in_the_open_trimming_leaves_nothing_of_what_goes_on_forking(open_field, turn):
    check_trimming_a_bomb(open_field)


def check_trimming_a_bomb(rig):
    pid, _ = rig.start(BOMB, limits={"processes": 12})
    try:
        assert rig.here(f"answer = sandbox.trim({pid})") is True
        assert rig.here(f"answer = sandbox.trim({pid})") is False
        assert rig.here(f"answer = sandbox.lives({pid})") is True
    finally:
        rig.end(pid)


TWO = """
import time
if os.fork() and os.fork():
    say('ready')
time.sleep(20)
"""
BLINK = """
from autograder.sandbox import watching
real, looks = watching.processes_of, []

def blinking(pid):
    looks.append(pid)
    found = real(pid)
    last = max(found)
    return {n: one for n, one in found.items() if n != last or len(looks) > 2}

watching.processes_of = blinking
try:
    answer = sandbox.trim(%d)
finally:
    watching.processes_of = real
"""


def test_trimming_finds_what_a_look_missed(jail):
    pid, _ = jail.start(TWO, limits={"processes": 12})
    try:
        assert jail.here(BLINK % pid) is True  # the last process shows at the third look only
        assert jail.here(f"answer = sandbox.trim({pid})") is False
    finally:
        jail.end(pid)


def test_a_kernel_that_ends_a_worker_for_its_memory_is_noticed(tmp_path):
    lane = cgroups.Lane(tmp_path, 2, ("pids", "memory"), os.open(tmp_path, os.O_RDONLY))
    try:
        (tmp_path / "w1").mkdir()
        events = tmp_path / "w1" / "memory.events"
        events.write_text("low 0\nhigh 0\nmax 9\noom 1\noom_kill 0\n")
        assert not lane.ran_out("w1")
        events.write_text("low 0\nhigh 0\nmax 9\noom 1\noom_kill 3\n")
        assert lane.ran_out("w1")
        assert not lane.ran_out("w2")
        assert not replace(lane, controllers=("pids",)).ran_out("w1")
    finally:
        os.close(lane.fd)
