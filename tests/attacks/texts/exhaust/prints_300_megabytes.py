"""Prints 300 MB.

verdict: L:output
says: output stops here
ends: -, output
"""
for _ in range(30):
    print("x" * 10**7)
