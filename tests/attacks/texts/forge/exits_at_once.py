"""Ends the process with status 0, as if everything had passed.

verdict: Z
ends: crashed
"""
import os

os._exit(0)
