"""Lowers the limit of recursion, so that whatever runs next fails.

verdict: N
says: lowered
"""
import sys

sys.setrecursionlimit(50)
print("lowered")
