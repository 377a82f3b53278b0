"""Makes a file of a terabyte that holds nothing.

verdict: L:disk
ends: OSError, disk
"""
with open("/tmp/sparse", "wb") as file:
    file.truncate(2**40)
