"""Reads from address 0 while a hidden test waits.

verdict: Z
seen: crashed
"""
import ctypes


def add(a, b):
    return ctypes.string_at(0)
