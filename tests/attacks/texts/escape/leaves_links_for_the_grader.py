"""Leaves links, pipes and devices under names that a careless grader might open.

verdict: N
says: left
"""
import os

NAMES = ("results.json", "1-1-1-attacked.ipynb", "feedback.html", "out", "gradebook.db")
for folder in (".", "/tmp", "/dev/shm"):
    for number, name in enumerate(NAMES):
        path = os.path.join(folder, name)
        try:
            if number % 2:
                os.mkfifo(path)
            else:
                os.symlink("@SENTINEL@/file", path)
        except OSError:
            continue
print("left", os.listdir("/tmp")[:1] != [])
