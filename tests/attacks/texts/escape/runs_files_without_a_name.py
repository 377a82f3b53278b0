"""Runs a program from memory, and one it wrote itself.

verdict: N
says: as confined
"""
import os
import shutil
import subprocess
import sys

CODE = "import os; print(os.getuid(), os.path.exists('@COURSE@'), os.path.exists('/etc/shadow'))"
seen = []
try:
    handle = os.memfd_create("left-by-an-attack")
    seen.append("memfd")
except OSError:
    pass
copied = shutil.copy(os.path.realpath("/bin/sh"), "/tmp/mine")
os.chmod(copied, 0o4777)
for program in ([copied, "-c", f"{sys.executable} -c \"{CODE}\""], [sys.executable, "-c", CODE]):
    try:
        done = subprocess.run(program, capture_output=True, text=True, timeout=2).stdout.split()
    except OSError:
        continue
    seen += done if "True" in done or done[:1] == ["0"] else []
print(seen or "as confined")
