"""Rewrites grade cells, their points and locked cells.

verdict: N
cells: rewritten-checks
"""
