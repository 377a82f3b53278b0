"""Reads what /proc tells of other processes, also from a child, to which pid 1 is another one.

verdict: N
says: nothing found
"""
import os


def found():
    seen = []
    relatives = (os.getpid(), os.getppid(), 1)
    for pid in os.listdir("/proc"):
        if pid.isdigit() and int(pid) not in relatives:
            seen.append(pid)
    for pid in {"1", "@GRADER@", str(os.getppid())} - {str(os.getpid())}:
        for name in ("environ", "mem", "maps", "cwd/x", "root/etc/shadow", "stack", "syscall"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    file.seek(0x10000 if name == "mem" else 0)
                    text = file.read(2**20)
            except (OSError, ValueError):
                continue
            if b"canary" in text or b"CANARY" in text or b"root:" in text:
                seen.append((pid, name))
        try:
            seen += os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
    return seen


mine, theirs = os.pipe()
if os.fork() == 0:
    os.write(theirs, str(found()).encode())
    os._exit(0)
os.wait()
child = os.read(mine, 10_000).decode()
print("nothing found" if found() == [] and child == "[]" else (found(), child))
