"""Doubles all grade cells; the copies are worth a hundred points and assert nothing.

verdict: N
cells: doubled-checks
"""
