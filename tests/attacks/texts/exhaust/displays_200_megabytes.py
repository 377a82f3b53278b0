"""Displays one output of 200 MB.

verdict: L:output
says: output stops here
ends: -, output, memory
"""
display({"text/plain": "x" * 2 * 10**8}, raw=True)
