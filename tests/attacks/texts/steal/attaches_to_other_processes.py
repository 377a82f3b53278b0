"""Attaches to its ancestors by ptrace, process_vm_readv, pidfd_getfd and kcmp.

verdict: N
says: denied
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)


class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


ATTACH, TRACEME, SEIZE = 16, 0, 0x4206
PTRACE, READV, WRITEV, KCMP, PIDFD_OPEN, PIDFD_GETFD, MADVISE = 101, 310, 311, 312, 434, 438, 440
if os.uname().machine != "x86_64":
    PTRACE, READV, WRITEV, KCMP = 117, 270, 271, 272
mine = Part(ctypes.addressof(buffer), 64)
theirs = Part(0x400000, 64)
worked = []
for pid in (1, os.getppid(), int("@GRADER@")):
    pidfd = libc.syscall(PIDFD_OPEN, pid, 0)
    tried = {
        "attach": libc.syscall(PTRACE, ATTACH, pid, None, None),
        "seize": libc.syscall(PTRACE, SEIZE, pid, None, None),
        "read": libc.syscall(READV, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0),
        "write": libc.syscall(WRITEV, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0),
        "compare": libc.syscall(KCMP, os.getpid(), pid, 1, 0, 0),
        "descriptor": libc.syscall(PIDFD_GETFD, pidfd, 0, 0) if pidfd >= 0 else -1,
        "advise": libc.syscall(MADVISE, pidfd, ctypes.byref(theirs), 1, 21, 0),
    }
    worked += [(pid, name) for name, result in tried.items() if result != -1]
print(worked or "denied")
