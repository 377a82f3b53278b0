"""Opens the gradebook by its path and gives itself all points.

verdict: N
says: no such gradebook
"""
import sqlite3

worked = []
for path in ("@COURSE@/gradebook.db", "/proc/1/root@COURSE@/gradebook.db", "gradebook.db"):
    try:
        database = sqlite3.connect(f"file:{path}?mode=rw", uri=True)
        database.execute("update grade set manual_score = 4")
        database.commit()
        worked.append(path)
    except sqlite3.Error:
        continue
print(worked or "no such gradebook")
