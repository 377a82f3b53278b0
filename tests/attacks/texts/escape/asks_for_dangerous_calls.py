"""Asks the kernel for bpf, io_uring, keys, performance counters, modules and more.

verdict: N
says: denied
"""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
X86 = {"bpf": 321, "perf": 298, "userfaultfd": 323, "add_key": 248, "request_key": 249}
X86 |= {"keyctl": 250, "kexec": 246, "module": 175, "finit": 313, "iopl": 172, "acct": 163}
X86 |= {"reboot": 169, "settime": 164, "syslog": 103, "quota": 179, "handle": 304, "personality": 135}
ARM = {"bpf": 280, "perf": 241, "userfaultfd": 282, "add_key": 217, "request_key": 218}
ARM |= {"keyctl": 219, "kexec": 104, "module": 105, "finit": 273, "acct": 89, "reboot": 142}
NEW = {"io_uring": 425, "io_uring_enter": 426, "io_uring_register": 427, "memfd_secret": 447}
calls = NEW | (X86 if os.uname().machine == "x86_64" else ARM)
room = ctypes.create_string_buffer(256)
worked = []
for name, number in calls.items():
    first = 0x0040000 if name == "personality" else 3 if name == "syslog" else 0
    if libc.syscall(number, first, room, 16, 0, 0) != -1:
        worked.append(name)
print(worked or "denied")
