"""Prints a million times to two streams in turn, so that nothing can be joined.

verdict: L:output
right: full, zero
ends: -, output, timeout
"""
import sys

for _ in range(500_000):
    sys.stdout.write("a")
    sys.stderr.write("b")
