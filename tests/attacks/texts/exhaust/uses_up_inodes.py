"""Makes empty files without end.

verdict: L:disk
ends: OSError, disk
"""
for number in range(100_000):
    open(f"/tmp/{number}", "w").close()
