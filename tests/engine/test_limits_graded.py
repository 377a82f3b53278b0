"""Each limit through the real engine: its verdict, its words, and who pays for it."""

import nbformat
import pytest
from tiny_lesson import CONFIG, HIDDEN, LESSON, RIGHT, notebook_of

from autograder.course import load_course
from autograder.engine.lanes import Lanes
from autograder.notebook import Submission, parse_notebook

SMALL = """limits = Limits(
    memory_bytes=500 * 2**20, processes=12, open_files=64, tmp_bytes=4 * 2**20, tmp_inodes=100,
    cell_seconds=30, call_seconds=30,
)"""
SHORT = """limits = Limits(
    cell_seconds=2, call_seconds=2, notebook_seconds=3, output_bytes=20_000, output_count=20,
)"""
BUSY = "limits = Limits(cell_seconds=60, call_seconds=60, notebook_seconds=90, cpu_seconds=1)"


def course_with(root, limits):
    """Write the tiny lesson with other limits."""
    start, end = CONFIG.index("limits = "), CONFIG.index("course = ")
    (root / "course_config.py").write_text(f"{CONFIG[:start]}{limits}\n{CONFIG[end:]}")
    source = root / "source" / LESSON / f"{LESSON}.ipynb"
    hidden = root / "autograder" / "hidden" / LESSON
    for folder in (source.parent, hidden, root / "student_lib"):
        folder.mkdir(parents=True)
    nbformat.write(notebook_of(), source)
    (hidden / "test_tiny.py").write_text(HIDDEN)
    (root / "student_lib" / "__init__.py").write_text("")
    return load_course(root)


@pytest.fixture(scope="module")
def grade_under(tmp_path_factory):
    """Grade the tiny notebook under some limits, with the given answers."""
    known = {}

    def run(limits, **answers):
        if limits not in known:
            course = course_with(tmp_path_factory.mktemp("limits"), limits)
            known[limits] = Lanes(course, LESSON, count=1)
        lanes = known[limits]
        data = nbformat.writes(notebook_of(**answers)).encode()
        return lanes.grade(Submission.of(parse_notebook(data, "x"), lanes.plan.notebook, "x"))

    yield run
    for lanes in known.values():
        lanes.close()


# what goes beyond a limit for as long as it is let: verdict, words, code
GREEDY = {
    "memory": (
        "memory",
        "more than 500 MiB of memory",
        "import time\nhoard = [bytearray(2**20) for _ in range(700)]\ntime.sleep(9)",
    ),
    "memory of many": (
        "memory",
        "more than 500 MiB of memory",
        "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n"
        "        hoard = b'x' * (150 * 2**20)\n        time.sleep(9)\ntime.sleep(9)",
    ),
    "one huge tensor": ("memory", "MiB of memory", "import torch\ntorch.ones(2**40)"),
    "processes": (
        "processes",
        "more than 12 processes and threads",
        "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(60)",
    ),
    "fork bomb": (
        "processes",
        "more than 12 processes and threads",
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    ),
    "threads": (
        "processes",
        "more than 12 processes and threads",
        "import threading, time\nwhile True:\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    ),
    "open files": (
        "files",
        "more than 64 files open",
        "kept = []\nwhile True:\n    kept.append(open('/dev/null'))",
    ),
    "bytes of files": (
        "disk",
        "wrote more than 4 MiB",
        "n = 0\nwhile True:\n    n += 1\n    open(f'/tmp/{n}', 'wb').write(bytes(2**20))",
    ),
    "one large file": (
        "disk",
        "wrote more than 4 MiB",
        "f = open('/tmp/one', 'wb')\nwhile True:\n    f.write(bytes(2**20))",
    ),
    "many files": (
        "disk",
        "more than 100 files",
        "n = 0\nwhile True:\n    n += 1\n    open(f'/tmp/{n}', 'w').close()",
    ),
}


def indented(code):
    return "\n".join(f"    {line}" for line in code.splitlines())


@pytest.mark.parametrize("place", ["cell", "call"])
@pytest.mark.parametrize("name", GREEDY, ids=lambda name: name.replace(" ", "-"))
def test_a_limit_has_its_own_verdict_and_words(grade_under, name, place):
    check(grade_under, SMALL, place, *GREEDY[name])


@pytest.mark.parametrize("place", ["cell", "call"])
def test_processor_time_has_its_own_verdict_and_words(grade_under, place):
    code = "while True:\n    pass"
    check(grade_under, BUSY, place, "cpu", "more than 1 s of processor time", code)


@pytest.mark.parametrize(
    ("place", "limits", "words"),
    [
        ("cell", SHORT, "it ran longer than 2 s"),
        ("call", SHORT.replace("=3,", "=9,"), "a call took longer than 2 s"),
        ("call", SHORT, "the calls of this exercise took longer than 3 s together"),
    ],
    ids=["cell", "call", "all calls"],
)
def test_wall_clock_has_its_own_verdict_and_words(grade_under, place, limits, words):
    verdict, code = "timeout", "import time\ntime.sleep(60)"
    check(grade_under, limits, place, verdict, words, code, tests=["test_adds"])


def check(grade_under, limits, place, verdict, words, code, tests=None):
    """Put code into a cell or a function: it costs its own exercise, and says why."""
    function = "def middle(a, b):\n"
    if place == "cell":
        source = f"{code}\n{function}    return a + b"
    else:
        source = f"{function}{indented(code)}\n    return a + b"
    graded = grade_under(limits, middle=source)
    found = graded.result.exercise("middle").tests
    assert {test.verdict for test in found} == {verdict}
    for test in found:
        assert words in test.message or (tests and test.name not in tests), test
    scores = {one.id: one.score for one in graded.result.exercises}
    assert scores == {"before": 1, "middle": 0, "after": 2}
    if place == "cell":
        assert words in str(graded.outputs["middle"])


def test_a_notebook_that_runs_too_long_says_so(grade_under):
    nap = "import time\ntime.sleep(1.6)\n"
    graded = grade_under(
        SHORT, middle=nap + "def middle(a, b): return a + b", after=nap + "def after(a, b): pass"
    )
    tests = graded.result.exercise("after").tests
    assert {test.verdict for test in tests} == {"timeout"}
    assert all("the notebook ran longer than 3 s" in test.message for test in tests), tests


@pytest.mark.parametrize(
    "code",
    ["print('x' * 10**6)", "for _ in range(10**4): print(1); print(2, file=sys.stderr)"],
    ids=["bytes", "pieces"],
)
def test_output_is_cut_and_says_so(grade_under, code):
    graded = grade_under(SHORT, middle=f"import sys\n{code}\ndef middle(a, b): return a + b")
    assert graded.result.exercise("middle").score == 4
    outputs = graded.outputs["middle"]
    assert len(str(outputs)) < 25_000
    assert len(outputs) <= 21
    assert "printed more than is kept" in outputs[-1]["text"]


def test_outputs_of_all_cells_together_are_bounded(grade_under):
    """Each within its limit, they would still make a frame that nobody may send."""
    limits = "limits = Limits(output_bytes=3 * 2**20)"
    code = "print('x' * 3_000_000)\n"
    answers = {name: code + source for name, source in RIGHT.items()}
    graded = grade_under(limits, **answers)
    assert graded.result.score == 7
    assert "print more than is kept" in graded.outputs["after"][0]["text"]
    assert len(graded.outputs["middle"][0]["text"]) > 3_000_000


def test_calls_that_add_up_to_more_than_a_notebook_may_take_say_so(grade_under):
    nap = "import time\ndef middle(a, b):\n    time.sleep(1.2)\n    return a + b"
    graded = grade_under(SHORT, middle=nap)
    tests = {test.name: test for test in graded.result.exercise("middle").tests}
    assert tests["test_adds"].verdict == "passed"
    assert tests["test_any_size"].verdict == "timeout"
    assert "the calls of this exercise took longer than 3 s together" in (
        tests["test_any_size"].message
    )
    assert graded.result.exercise("after").score == 2
