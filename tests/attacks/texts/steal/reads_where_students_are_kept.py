"""Opens the submissions, results and feedback of others by their paths.

verdict: N
says: nothing found
"""
import os

found = []
for name in ("submitted", "autograded", "feedback", "gradebook.db", ".workbook", "autograder"):
    for path in (f"@COURSE@/{name}", f"/proc/1/root@COURSE@/{name}", f"../../..@COURSE@/{name}"):
        try:
            found += os.listdir(path) if os.path.isdir(path) else [open(path, "rb").read(10)]
        except OSError:
            continue
print(found or "nothing found")
