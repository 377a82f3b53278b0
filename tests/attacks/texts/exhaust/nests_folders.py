"""Nests folders deeper than any path can say.

verdict: L:disk
ends: OSError, disk
"""
import os

os.chdir("/tmp")
try:
    while True:
        os.mkdir("x" * 200)
        os.chdir("x" * 200)
except OSError:
    os.chdir("/")
    raise
