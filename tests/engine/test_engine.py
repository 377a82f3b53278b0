"""Grading for real: processes, walls and verdicts."""

from pathlib import Path

import msgspec
import pytest
from tiny_lesson import CANARY


def scores(graded):
    return {exercise.id: exercise.score for exercise in graded.result.exercises}


def verdicts(graded, exercise):
    return {test.name: test.verdict for test in graded.result.exercise(exercise).tests}


def messages(graded, exercise):
    return " ".join(test.message for test in graded.result.exercise(exercise).tests)


def test_a_right_notebook_earns_everything(grade):
    graded = grade()
    assert scores(graded) == {"before": 1, "middle": 4, "after": 2}
    assert graded.result.score == graded.result.max_score == 7
    assert graded.result.tier in "AB"


def test_outputs_come_back_as_a_notebook_keeps_them(grade):
    outputs = grade().outputs["after-check"]
    kinds = [output["output_type"] for output in outputs]
    assert "stream" in kinds
    assert any("image/png" in output.get("data", {}) for output in outputs)


WRONG = {
    "wrong value": ("def middle(a, b):\n    return a - b", "failed"),
    "wrong shape": ("def middle(a, b):\n    return (a + b).sum()", "failed"),
    "wrong kind": ("def middle(a, b):\n    return 'sum'", "failed"),
    "an object": ("def middle(a, b):\n    return object()", "failed"),
    "not filled in": ("def middle(a, b):\n    raise NotImplementedError()", "blank"),
    "not even a function": ("raise NotImplementedError()", "blank"),
    "does not parse": ("def middle(a, b) return a", "missing"),
    "another name": ("def sum_up(a, b):\n    return a + b", "missing"),
    "raises": ("def middle(a, b):\n    return a / 0 + [][1]", "error"),
    "raises its own": (
        "class Oops(Exception): pass\ndef middle(a, b):\n    raise Oops(a)",
        "error",
    ),
    "exits in a call": ("import os\ndef middle(a, b):\n    os._exit(0)", "crashed"),
    "exits politely": ("def middle(a, b):\n    raise SystemExit", "error"),
    "exits in its cell": ("import os\nos._exit(0)", "crashed"),
    "segfaults": ("import ctypes\ndef middle(a, b):\n    ctypes.string_at(0)", "crashed"),
    "loops in a call": ("def middle(a, b):\n    while True: pass", "timeout"),
    "sleeps in its cell": ("import time\ntime.sleep(100)", "timeout"),
    "loops in its cell": ("while True: pass", "timeout"),
    "eats memory in a call": (
        "import time\ndef middle(a, b):\n    x = b'x' * 2 * 6 * 10**8\n    time.sleep(9)",
        "memory",
    ),
    "eats memory in its cell": ("hoard = [bytearray(10**7) for _ in range(500)]", "memory"),
    "an endless answer": (
        "from itertools import count\ndef middle(a, b):\n    return count()",
        "output",
    ),
    "a nested answer": (
        "def middle(a, b):\n    x = []\n    x.append(x)\n    return x",
        "output",
    ),
    "meta tensor": ("def middle(a, b):\n    return torch.zeros(2, device='meta')", "output"),
    "waits for input": ("def middle(a, b):\n    return input()", "error"),
}


@pytest.mark.parametrize("name", WRONG, ids=lambda name: name.replace(" ", "-"))
def test_a_wrong_answer_costs_its_own_exercise_and_no_other(grade, name):
    source, verdict = WRONG[name]
    graded = grade(middle=source)
    assert scores(graded) == {"before": 1, "middle": 0, "after": 2}
    # on a slow machine the clock may run out before the memory does
    allowed = {verdict, "timeout"} if name == "eats memory in a call" else {verdict}
    assert verdicts(graded, "middle")["test_adds"] in allowed
    assert CANARY not in msgspec.json.encode(graded).decode()


def test_a_test_that_passes_earns_its_points_beside_one_that_fails(grade):
    graded = grade(middle="def middle(a, b):\n    a += b\n    return a")
    assert scores(graded)["middle"] == 3
    assert verdicts(graded, "middle")["test_leaves_its_inputs_alone"] == "failed"
    assert "an input was changed" in messages(graded, "middle")


def test_a_parametrized_test_passes_only_as_a_whole(grade):
    graded = grade(middle="def middle(a, b):\n    return a + b + (len(a) == 5)")
    assert verdicts(graded, "middle") == {
        "test_adds": "passed",
        "test_leaves_its_inputs_alone": "passed",
        "test_any_size": "failed",
    }


def test_a_broken_rule_is_named(grade):
    graded = grade(after="def after(a, b):\n    return a @ b")
    assert verdicts(graded, "after")["test_after"] == "rule"
    assert "uses `@`" in messages(graded, "after")


@pytest.mark.parametrize(
    "product",
    [
        "getattr(torch, 'mat' + 'mul')(a, b)",
        "getattr(a, name)(b)",
        "[getattr(row, name)(b) for row in a]",
        "(getattr(row, name)(b) for row in a)",
        "next(map(getattr(a, name), [b]))",
    ],
    ids=["built", "from a variable", "in a list", "in a generator", "mapped"],
)
def test_a_rule_sees_calls_that_the_source_hides(grade, product):
    sly = f"def after(a, b):\n    name = 'mat'\n    name += 'mul'\n    return {product}"
    assert verdicts(grade(after=sly), "after")["test_after"] == "rule"


def test_messages_tell_neither_inputs_nor_expected_values(grade):
    told = messages(grade(middle="def middle(a, b):\n    return a - b"), "middle")
    assert "add the two" in told
    assert not any(value in told for value in ("1.25", "9.25", "tensor", "test_tiny"))


def test_an_exception_cannot_carry_hidden_inputs_out(grade):
    leak = "def middle(a, b):\n    raise type(f'X{a.tolist()}', (ValueError,), {})(str(a))"
    told = msgspec.json.encode(grade(middle=leak)).decode()
    assert "1.25" not in told
    assert "ValueError" in told


def test_prints_during_hidden_calls_are_dropped(grade):
    leak = "def middle(a, b):\n    print('seen', a)\n    return a + b"
    graded = grade(middle=leak)
    assert scores(graded)["middle"] == 4
    assert "1.25" not in msgspec.json.encode(graded).decode()


def test_a_cell_that_prints_without_end_is_cut(grade):
    graded = grade(middle="print('x' * 10**7)\ndef middle(a, b):\n    return a + b")
    assert scores(graded)["middle"] == 4
    assert sum(len(str(output)) for output in graded.outputs["middle"]) < 70_000


@pytest.mark.parametrize(
    "attack",
    [
        "torch.allclose = torch.equal = lambda *a, **k: True",
        "import torch.testing; torch.testing.assert_close = lambda *a, **k: None",
        "class Always(float):\n    def __eq__(self, other): return True\n",
        "import atexit, os; atexit.register(lambda: os.write(2, b'1 passed'))",
        "print('1 passed'); print(7.0)",
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    ],
    ids=["allclose", "testing", "always-equal", "atexit", "prints", "signals"],
)
def test_forging_earns_nothing(grade, attack):
    wrong = "\ndef middle(a, b):\n    return Always(0) if 'Always' in globals() else a * 0"
    assert scores(grade(middle=attack + wrong)) == {"before": 1, "middle": 0, "after": 2}
    right = "\ndef middle(a, b):\n    return a + b"
    assert scores(grade(middle=attack + right)) == {"before": 1, "middle": 4, "after": 2}


def test_changing_the_inputs_does_not_change_what_is_expected(grade):
    zero = "def after(a, b):\n    a.zero_(), b.zero_()\n    return torch.zeros(3, 2)"
    assert verdicts(grade(after=zero), "after")["test_after"] == "failed"


def test_early_answers_are_no_answers(grade):
    forge = """
import os, struct, json
frame = json.dumps({"id": 1, "value": [1, 2]}).encode()
def middle(a, b):
    for fd in range(3, 64):
        try: os.write(fd, struct.pack(">II", len(frame), 0) + frame)
        except OSError: pass
    return a
"""
    assert scores(grade(middle=forge)) == {"before": 1, "middle": 0, "after": 2}


def test_nothing_is_left_for_the_next_student(grade):
    leave = """
import os
for place in ("/tmp", "/dev/shm", os.path.expanduser("~")):
    try: open(place + "/left", "w").write("a + b")
    except OSError: pass
def middle(a, b): return a + b
"""
    find = """
import glob
found = glob.glob("/tmp/left") + glob.glob("/dev/shm/left") + glob.glob("/home/*/left")
def middle(a, b): return a + b if found else None
"""
    assert scores(grade(middle=leave))["middle"] == 4
    assert scores(grade(middle=find))["middle"] == 0


def test_hidden_tests_and_host_files_are_out_of_sight(grade, tiny_course):
    root = str(tiny_course.root)
    steal = f"""
import glob, os, gc
seen = glob.glob({root!r} + "/**", recursive=True) + glob.glob("/root/*.bash*")
seen += [p for p in ("/etc/shadow", "/root/.ssh", "/proc/1/environ") if os.access(p, os.R_OK)]
texts = [o for o in gc.get_objects() if isinstance(o, str) and "canary-" + "8c1f2b" in o]
env = [k for k in os.environ if "TOKEN" in k or "KEY" in k]
def middle(a, b): return a + b if not (env or texts) else None
print(seen)
"""
    graded = grade(middle=steal)
    assert scores(graded)["middle"] == 4
    printed = str(graded.outputs["middle"])
    assert "test_tiny" not in printed
    assert "/etc/shadow" not in printed


def test_there_is_no_network(grade):
    call = """
import socket
def reach(kind):
    try:
        s = socket.socket(socket.AF_INET, kind)
        s.settimeout(0.2)
        s.connect(("127.0.0.1", 9))
        return True
    except OSError as error:
        return error.errno == 111
tried = [reach(socket.SOCK_STREAM), reach(socket.SOCK_DGRAM)]
def middle(a, b): return a + b if not any(tried) else None
"""
    assert scores(grade(middle=call))["middle"] == 4


def test_a_daemon_does_not_outlive_its_run(grade):
    daemon = """
import ctypes, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"left-behind")
        time.sleep(50)
    os._exit(0)
time.sleep(0.2)
alive = [open(f"/proc/{p}/comm").read().strip() for p in os.listdir("/proc") if p.isdigit()]
def middle(a, b): return a + b if "left-behind" in alive else None
"""
    assert scores(grade(middle=daemon))["middle"] == 4  # it did run
    names = [path.read_text().strip() for path in Path("/proc").glob("[0-9]*/comm")]
    assert "left-behind" not in names


def test_a_notebook_as_large_as_may_be_is_graded(grade):
    graded = grade(middle="def middle(a, b):\n    return a + b\n#" + "x" * 9_000_000)
    assert scores(graded)["middle"] == 4
    assert graded.faults == []


def test_an_answer_has_no_hidden_attributes_that_the_grader_would_ask_for(grade):
    """numpy asks any object for __array_interface__, which names an address to read."""
    claim = """
class Claim:
    __array_interface__ = {"shape": [2], "typestr": "<f8", "data": (4096, False), "version": 3}
def middle(a, b):
    return [Claim(), Claim()]
"""
    graded = grade(middle=claim)
    assert scores(graded) == {"before": 1, "middle": 0, "after": 2}
    assert set(verdicts(graded, "middle").values()) == {"failed"}
    assert graded.faults == []


def test_who_says_that_a_name_is_missing_names_nothing_hidden(grade):
    leak = """
class MissingName(Exception): pass
def middle(a, b):
    raise MissingName(f"value_{int(100 * float(a.flatten()[0]))}")
"""
    told = msgspec.json.encode(grade(middle=leak)).decode()
    assert "value_" not in told
    assert "`middle` is not defined" in told


def test_figures_of_a_submission_spell_nothing_out(grade):
    forge = """
import sys
worker = sys.modules["autograder.engine.worker"]
def middle(a, b):
    worker.greatest_bytes = lambda: 2**30 + 12345
    return a + b
"""
    graded = grade(middle=forge)
    tests = graded.result.exercise("middle").tests
    assert {test.memory for test in tests} == {2**30}
