"""Says that the answer cell is the grade cell, and the other way round.

verdict: N
cells: swapped-roles
"""
