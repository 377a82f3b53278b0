"""What one exercise does must not change what another one earns."""

import pytest
from tiny_lesson import RIGHT

SPOILT_IN_A_CELL = {
    "a torch function": "import torch\ntorch.add = torch.sum = torch.mul = None",
    "a tensor's method": "import torch\ntorch.Tensor.__mul__ = torch.Tensor.sum = None",
    "a builtin": "import builtins\nbuiltins.len = builtins.print = builtins.ValueError = None",
    "torch itself": "import sys\nsys.modules['torch'] = None",
    "the default dtype": "import torch\ntorch.set_default_dtype(torch.float16)",
    "the default device": "import torch\ntorch.set_default_device('meta')",
    "gradients": "import torch\ntorch.set_grad_enabled(False)",
    "how cells are read": (
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['1/0'])\n"
        "get_ipython().run_cell = None"
    ),
    "what the shell has": (
        "shell = get_ipython()\nshell.__dict__ = {**vars(shell), 'run_cell': None}"
    ),
    "all modules": "import sys\nsys.modules = {}",
    "the environment": "import os\nos.environ.clear()",
    "how functions are traced": "import sys\nsys.settrace(lambda *a: 1 / 0)",
    "the alarm": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.05)",
}


@pytest.mark.parametrize("cell", SPOILT_IN_A_CELL.values(), ids=SPOILT_IN_A_CELL)
def test_what_a_cell_replaced_is_put_back_for_the_others(grade, cell):
    graded = grade(middle=cell)
    assert graded.result.exercise("before").score == 1
    assert graded.result.exercise("middle").score == 0
    assert graded.result.exercise("after").score == 2


SPOILT_IN_A_CALL = {
    "patches torch": "torch.Tensor.__mul__ = torch.Tensor.__rmul__ = None",
    "deletes the others' names": "global before, after, Counter\n    del before, after, Counter",
    "replaces another's function": "global after\n    after = before = lambda *a: None",
    "writes an answer ahead": "import os\n    [os.write(n, b'x' * 64) for n in range(3, 12)]",
    "ends the process": "import os\n    os._exit(0)",
    "kills what runs the cells": "import os\n    os.kill(os.getppid(), 9)",
}


@pytest.mark.parametrize("line", SPOILT_IN_A_CALL.values(), ids=SPOILT_IN_A_CALL)
def test_what_a_call_did_costs_no_other_exercise(grade, line):
    graded = grade(middle=f"import torch\ndef middle(a, b):\n    {line}\n    return 0")
    assert graded.result.exercise("middle").score == 0
    assert graded.result.exercise("after").score == 2


def test_an_answer_that_a_cell_slips_in_costs_no_other_exercise(grade):
    # as a thread of it may: into the line of the first fork, before that fork says a word
    cell = (
        "import os\nleft = [1]\n"
        'frame = bytes([0, 0, 0, 18, 0, 0, 0, 0]) + b\'{"id":1,"value":5}\'\n'
        "def slip_in():\n"
        "    while left and left.pop():\n"
        "        for fd in range(3, 64):\n"
        "            try:\n                os.write(fd, frame)\n"
        "            except OSError:\n                pass\n"
        "os.register_at_fork(before=slip_in)"
    )
    graded = grade(middle=cell)
    assert graded.result.exercise("before").score == 1
    assert graded.result.exercise("after").score == 2


def test_a_function_that_remembers_its_last_call_is_judged_on_each_test_alone(grade):
    answer = (
        "calls = []\ndef middle(a, b):\n    calls.append(a)\n"
        "    return a + b if len(calls) == 1 else a"
    )
    graded = grade(middle=answer)
    assert graded.result.exercise("middle").score == 4


def test_every_test_finds_the_random_generators_where_the_notebook_left_them(grade):
    answer = (
        "import random\nimport numpy, torch\n"
        "draws = lambda: (random.random(), numpy.random.rand(), torch.rand(1).item())\n"
        "state = torch.get_rng_state(), numpy.random.get_state(), random.getstate()\n"
        "first = draws()\n"
        "torch.set_rng_state(state[0])\n"
        "numpy.random.set_state(state[1])\n"
        "random.setstate(state[2])\n"
        "def middle(a, b):\n    return a + b if draws() == first else a"
    )
    assert grade(middle=answer).result.exercise("middle").score == 4


def test_what_a_cell_adds_to_a_module_stays(grade):
    cell = "import torch\ntorch.Tensor.twice = lambda x: 2 * x\n" + RIGHT["middle"]
    after = RIGHT["after"].replace(
        "(a[:, :, None] * b).sum(1)", "(a[:, :, None] * b).sum(1).twice() / 2"
    )
    assert grade(middle=cell, after=after).result.score == 7
