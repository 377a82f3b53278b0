"""Opens files until no descriptor is left, and keeps them.

verdict: Z
ends: OSError, files
seen: missing, files
"""
kept = []
while True:
    kept.append(open("/dev/null"))
