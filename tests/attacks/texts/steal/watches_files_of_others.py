"""Asks to be told which files of the host's Python others open.

verdict: N
says: denied
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
fd = libc.inotify_init1(0)
print("denied" if fd < 0 else f"watching {libc.inotify_add_watch(fd, os.__file__.encode(), 0xFFF)}")
