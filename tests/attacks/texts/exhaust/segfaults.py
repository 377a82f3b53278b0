"""Reads from address 0.

verdict: Z
ends: crashed
seen: crashed
"""
import ctypes

ctypes.string_at(0)
