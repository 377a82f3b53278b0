"""Brings outputs along, as if everything had been graded.

verdict: S
cells: faked-outputs
"""
