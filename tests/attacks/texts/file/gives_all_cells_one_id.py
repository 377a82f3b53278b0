"""Gives all cells the same id.

verdict: N
cells: same-ids
"""
