"""Leaves its answers for the next student in every folder that can be written.

verdict: N
says: nothing found
"""
import os

PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/run", "/opt/workbook", "@SENTINEL@", "/home/student", ".")
found = []
for place in {os.path.realpath(place) for place in PLACES}:
    for name in ("store", ".store"):
        path = os.path.join(place, name)
        found += [path] if os.path.exists(path) else []
        try:
            with open(path, "w") as file:
                file.write("answers of another student")
        except OSError:
            continue
print(found or "nothing found")
