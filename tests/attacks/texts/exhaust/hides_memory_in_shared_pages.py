"""Hides memory where no process's own pages show it: memfd, shared mappings, segments, locks.

verdict: N
says: nowhere
"""
import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)
BIG, kept, hidden = 2**30, [], []


def in_a_memfd():
    os.truncate(os.memfd_create("left-by-an-attack"), BIG)


def in_a_mapping():
    kept.append(mmap.mmap(-1, BIG))


def in_dev_zero():
    kept.append(mmap.mmap(os.open("/dev/zero", os.O_RDWR), BIG))


def in_a_segment():
    if libc.shmget(0, BIG, 0o1600) == -1:
        raise OSError(ctypes.get_errno(), "shmget")


def in_locked_memory():
    if libc.mlock(ctypes.create_string_buffer(2**20), 2**20) != 0:
        raise OSError(ctypes.get_errno(), "mlock")


for place in (in_a_memfd, in_a_mapping, in_dev_zero, in_a_segment, in_locked_memory):
    try:
        place()
        hidden.append(place.__name__)
    except (OSError, ValueError):
        continue
print(hidden or "nowhere")
