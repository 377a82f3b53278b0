"""Deletes all grade cells.

verdict: N
cells: no-checks
"""
