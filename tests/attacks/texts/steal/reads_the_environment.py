"""Looks for secrets in its environment and in that of its ancestors.

verdict: N
says: nothing found
"""
import os
import subprocess

texts = [f"{name}={value}" for name, value in os.environ.items()]
for pid in ("self", "1", "2"):
    try:
        with open(f"/proc/{pid}/environ") as file:
            texts += file.read().split("\0")
    except OSError:
        continue
texts += subprocess.run(["env"], capture_output=True, text=True).stdout.splitlines()
names = ("CANARY", "KEY", "TOKEN", "SECRET", "PASSWORD", "SUDO", "SSH", "PYTEST", "PYTHONPATH")
found = [text for text in texts if any(name in text.partition("=")[0] for name in names)]
print(found or "nothing found")
