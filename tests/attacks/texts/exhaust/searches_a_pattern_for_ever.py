"""Matches a pattern that takes longer than the universe.

verdict: L:time
ends: timeout
"""
import re

re.match(r"(a+)+$", "a" * 60 + "b")
