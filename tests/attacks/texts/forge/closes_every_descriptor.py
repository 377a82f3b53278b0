"""Closes every descriptor, the worker's own among them.

verdict: Z
ends: crashed
"""
import os

os.closerange(0, 1024)
