"""Fills every folder it may write to.

verdict: L:disk
says: 28
ends: OSError, disk
"""
import errno
import os

for place in ("/dev/shm", "/tmp", os.path.expanduser("~")):
    try:
        with open(os.path.join(place, "big"), "wb") as file:
            for _ in range(2000):
                file.write(bytes(2**20))
    except OSError as error:
        print(error.errno, errno.ENOSPC)
        last = error
raise last
