"""Loops for ever in its cell.

verdict: L:time
ends: timeout
"""
while True:
    pass
