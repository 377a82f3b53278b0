"""Leaves huge pages in pipes: a piece of each keeps all of it, when nobody maps it any more.

verdict: N
says: nowhere
"""

import ctypes
import os

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
HUGE, MERGED = 2 * 2**20, 14


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def hidden(pipe):
    start = libc.mmap(None, 2 * HUGE, 3, 0x22, -1, 0)
    page = (start + HUGE - 1) // HUGE * HUGE
    libc.madvise(page, HUGE, MERGED)
    ctypes.memset(page, 1, HUGE)
    kept = libc.vmsplice(pipe, ctypes.byref(Piece(page, 4096)), 1, 2)
    libc.munmap(start, 2 * HUGE)
    return kept > 0


pipes = [os.pipe() for _ in range(20)]
held = sum(hidden(pipe) for _, pipe in pipes for _ in range(15))
print("hidden" if held else "nowhere", held)
