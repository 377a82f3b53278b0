"""Recurses through C without a limit, until its stack ends.

verdict: Z
seen: crashed, error
"""
import sys


def add(a, b):
    sys.setrecursionlimit(10**9)
    return list(map(lambda _: add(a, b), "x"))
