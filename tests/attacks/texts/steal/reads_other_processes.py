"""Reads what /proc tells of other processes.

verdict: N
says: nothing found
"""
import os

found = []
for pid in os.listdir("/proc"):
    if not pid.isdigit() or int(pid) in (os.getpid(), os.getppid()):
        continue
    found.append(pid)
for pid in ("1", "@GRADER@", str(os.getppid())):
    for name in ("environ", "mem", "maps", "fd", "cwd/x", "root/etc/shadow", "stack", "syscall"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                file.seek(0x10000 if name == "mem" else 0)
                text = file.read(2**20)
        except (OSError, ValueError):
            continue
        if b"canary" in text or b"CANARY" in text or b"root:" in text:
            found.append((pid, name))
for pid in ("1", str(os.getppid())):
    try:
        found += os.listdir(f"/proc/{pid}/fd")
    except OSError:
        continue
print(found or "nothing found")
