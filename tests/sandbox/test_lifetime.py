"""Nothing outlives its owner: processes, mounts, cgroups."""

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest
from rig import Raised, Refused, Rig, holders, needs

DAEMON = """
import subprocess, time
code = 'import os, time; os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); '
code += 'time.sleep(60)'
subprocess.run([sys.executable, '-c', code, marker])
while not any(f.isdigit() and int(f) > 1 for f in os.listdir('/proc')):
    time.sleep(0.01)
say(1)
time.sleep(60)
"""


def soon(condition, seconds=5.0):
    """Wait until `condition` is true."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def lanes():
    """Cgroups that a launcher has made."""
    found = []
    for root in Path("/sys/fs/cgroup").glob("*"):
        for folder, names, _ in os.walk(root):
            found += [f"{folder}/{name}" for name in names if name.startswith("workbook-lane-")]
            names[:] = [] if len(folder.split("/")) > 7 else names
    return found


def test_sigkill_on_a_worker_ends_what_it_has_detached(jail):
    marker = f"daemon-{os.getpid()}-{time.monotonic_ns()}"
    pid, _ = jail.start(DAEMON, marker=marker)
    assert soon(lambda: holders(marker))
    assert jail.end(pid) == -signal.SIGKILL
    assert holders(marker) == []
    assert jail.here(f"answer = sandbox.family({pid})") == []


def test_the_end_of_main_ends_all(jail):
    marker = f"daemon-{os.getpid()}-{time.monotonic_ns()}"
    without_waiting = DAEMON.removesuffix("time.sleep(60)\n")
    assert jail.run(without_waiting, marker=marker).said == 1
    assert holders(marker) == []


def test_a_family_is_the_worker_and_all_below_it(jail):
    source = """
import time
for _ in range(2):
    if os.fork() == 0:
        if os.fork() == 0:
            say('grandchild')
        time.sleep(30)
time.sleep(30)
"""
    pid, _ = jail.start(source, lines=2)
    try:
        found = jail.here(f"answer = sandbox.family({pid})")
        assert found[0] == pid
        assert len(found) == 5
    finally:
        jail.end(pid)


def test_workers_leave_no_mount_no_descriptor_and_no_cgroup(jail):
    jail.run("say(1)")
    count = "answer = [len(open('/proc/self/mountinfo').readlines())]\n"
    count += "answer += [len(os.listdir('/proc/self/fd'))]"
    before = jail.here(count)
    for _ in range(5):
        jail.run("open('/tmp/x', 'w')\nsay(1)")
    assert jail.here(count) == before
    sub = [Path(lane) for lane in lanes() if lane.endswith(f"-{jail.process.pid}")]
    for lane in sub:
        assert len([child for child in lane.iterdir() if child.is_dir()]) <= 2


def test_the_launcher_is_pid_1_and_reaps(jail):
    assert jail.here("answer = os.getpid()") == 1
    assert jail.here("answer = os.getppid()") == 0


@pytest.mark.parametrize("kind", ["root", "ordinary"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_ending_the_launcher_ends_its_workers(kind, number):
    needs(kind)
    marker = f"orphan-{os.getpid()}-{time.monotonic_ns()}"
    with Rig(ordinary=kind == "ordinary") as rig:
        rig.start(DAEMON, marker=marker)
        assert soon(lambda: holders(marker))
        rig.process.send_signal(number)
        assert rig.process.wait(10) in (-signal.SIGKILL, -signal.SIGTERM)
        assert soon(lambda: holders(marker) == [])
    mine = f"-{rig.process.pid}"
    if number == signal.SIGTERM:
        assert not [lane for lane in lanes() if lane.endswith(mine)]


def test_a_killed_launchers_cgroups_are_removed_by_the_next():
    needs("root")
    with Rig() as rig:
        rig.process.kill()
        rig.process.wait(10)
    with Rig():
        assert not [lane for lane in lanes() if lane.endswith(f"-{rig.process.pid}")]


def test_the_exit_status_is_passed_on():
    needs("root")
    with Rig() as rig:
        with contextlib.suppress(Raised):
            rig.here("os._exit(7)")
        assert rig.process.wait(10) == 7


def test_a_launcher_dies_with_the_process_that_started_it(tmp_path):
    """The grader may be killed at any moment: nothing of it may go on."""
    import subprocess
    import sys

    code = f"""
import os, sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from rig import Rig
rig = Rig()
print(rig.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    needs("root")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=30, text=True, check=False
    )
    pid = int(done.stdout)
    assert soon(lambda: not Path(f"/proc/{pid}").exists() or state(pid) == "Z")


def state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_failing_step_is_named_and_nothing_runs(jail):
    """Without /dev/null a worker's descriptors cannot be set up."""
    broken = """
from autograder.sandbox import spawning
kept = spawning._open_null
def broken():
    raise PermissionError(13, 'made to fail')
spawning._open_null = broken
try:
    host.run("say('ran')", {}, 5)
except Exception as error:
    answer = [type(error).__name__, str(error)]
finally:
    spawning._open_null = kept
"""
    name, text = jail.here(broken)
    assert name == "SandboxError"
    assert "descriptors" in text
    assert "EACCES" in text
    assert jail.run("say(1)").said == 1


def test_a_failing_jail_is_reported_in_the_process_that_asked():
    needs("root")
    with pytest.raises(Refused, match="no-such-folder"):
        Rig(binds=[["/no-such-folder", "/opt/x"]])
    with pytest.raises(Refused, match="inside another bind"):
        Rig(binds=[["/etc/hosts", "/usr/no-such-file"]])


def test_the_engine_itself_cannot_be_shown():
    needs("root")
    engine = Path(__file__).resolve().parents[2] / "autograder"
    with pytest.raises(Refused, match="hidden"):
        Rig(binds=[[str(engine / "sandbox"), "/opt/x"]])


def test_the_return_value_of_main_does_not_matter_and_its_exit_code_does(jail):
    assert jail.run("sys.exit(3)").code == 0  # caught by the test's own wrapper
    assert jail.run("os._exit(3)").code == 3
    assert jail.run("import signal\nos.kill(os.getpid(), signal.SIGSEGV)").code == 0  # pid 1


def test_self_test_finds_nothing(jail, canary):
    told = f"import pathlib\nanswer = sandbox.self_test(pathlib.Path({str(canary)!r}))"
    assert jail.here(told) == []


def test_self_test_finds_what_is_open(jail):
    """It must be able to fail: a file that is bound can be read."""
    found = jail.here("import pathlib\nanswer = sandbox.self_test(pathlib.Path('/etc/passwd'))")
    assert found == ["read host file: /etc/passwd can be read"]
