"""Allocates memory without end.

verdict: L:memory
ends: memory, MemoryError
"""
hoard = []
while True:
    hoard.append(bytearray(10**7))
