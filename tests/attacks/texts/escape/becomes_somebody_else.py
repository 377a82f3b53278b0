"""Becomes root: setuid, capabilities, setuid programs, groups.

verdict: N
says: denied
"""
import ctypes
import os
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
worked = []
for call in (
    lambda: os.setuid(0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setgid(0),
    lambda: os.setgroups([0, 27]),
    lambda: os.setreuid(65534, 65534),
    lambda: os.nice(-5),
    lambda: os.mknod("/tmp/disk", 0o60666, os.makedev(8, 0)),
    lambda: os.chown("/tmp", 0, 0),
):
    try:
        call()
        worked.append(call.__code__.co_firstlineno)
    except OSError:
        continue
for program in (["su", "-c", "id -u"], ["sudo", "-n", "id", "-u"], ["mount", "-t", "proc", "x", "/tmp"]):
    try:
        done = subprocess.run(program, capture_output=True, text=True, timeout=1, input="")
        worked += [program[0]] if done.returncode == 0 else []
    except (OSError, subprocess.TimeoutExpired):
        continue
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
every = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
worked += ["capset"] if libc.capset(header, every) != -1 else []
worked += ["root"] if 0 in (os.getuid(), os.geteuid()) else []
print(worked or "denied")
