"""What a launcher does to its own memory before it forks."""

import subprocess
import sys

HOLES = """
import ctypes
from autograder.engine import launcher

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = launcher.MallocInfo
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_size_t, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_size_t]
blocks = [libc.malloc(size) for size in range(24, 3000, 8) for _ in range(10)]
for block in blocks[::2]:
    libc.free(block)


def gaps():
    info = libc.mallinfo2()
    return info.others[8] - info.top


before = gaps()
launcher.fill_holes()
print(before, gaps())
"""

FORKS = """
import logging, os
from autograder.engine import launcher

launcher.draw()
fonts = launcher.sys.modules["matplotlib.font_manager"]._get_font
before = fonts.cache_info().currsize
launcher.lighten_forks()
made = logging.StreamHandler()
if os.fork() == 0:
    logging.getLogger("child").warning("said")
    launcher.draw()
    os._exit(0)
print(before, fonts.cache_info().currsize, os.wait()[1])
"""


def said(program: str) -> list[int]:
    environment = {"PYTHONMALLOC": "malloc", "MPLBACKEND": "agg", "PATH": "/usr/bin"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


def test_holes_are_filled():
    """Else a fork's new objects would lie all over the heap, each page of which it has to copy."""
    before, after = said(HOLES)
    assert before > 1_000_000
    assert after < before / 20


def test_a_fork_has_no_font_to_close_and_logs_and_draws_all_the_same():
    before, after, status = said(FORKS)
    assert before > 0
    assert (after, status) == (0, 0)
