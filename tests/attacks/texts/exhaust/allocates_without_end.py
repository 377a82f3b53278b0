"""Allocates memory without end.

verdict: L:memory
ends: memory, MemoryError, timeout
seen: memory, timeout
"""
hoard = []
while True:
    hoard.append(bytearray(10**7))
