"""Asks for another kernel, by a path.

verdict: N
cells: foreign-kernel
"""
