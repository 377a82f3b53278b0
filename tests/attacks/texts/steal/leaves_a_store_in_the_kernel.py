"""Leaves its answers in shared memory, queues, abstract sockets, locks and keys.

verdict: N
says: nothing found
"""
import ctypes
import fcntl
import os
import socket
from multiprocessing import shared_memory

libc = ctypes.CDLL(None, use_errno=True)
found = []


def attempt(name, look):
    try:
        if look():
            found.append(name)
    except OSError:
        pass


def block():
    try:
        made = shared_memory.SharedMemory("store", create=True, size=100)
    except FileExistsError:
        return True
    made.buf[:5] = b"store"
    return False


def locked():
    handle = os.open("/proc/self/exe", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return False


def bound():
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect("\0store")
        return True
    except OSError:
        one.bind("\0store")
        one.listen()
        kept.append(one)
    return False


kept = []
attempt("shared memory", block)
attempt("socket", bound)
attempt("lock", locked)
attempt("segment", lambda: libc.shmget(4711, 100, 0o600) >= 0 or libc.shmget(4711, 100, 0o1666) * 0)
attempt("queue", lambda: libc.mq_open(b"/store", 0) >= 0 or libc.mq_open(b"/store", 0o102) * 0)
attempt("semaphore", lambda: libc.semget(4711, 1, 0o600) >= 0 or libc.semget(4711, 1, 0o1666) * 0)
print(found or "nothing found")
