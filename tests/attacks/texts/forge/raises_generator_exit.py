"""Raises GeneratorExit, which `except Exception` does not catch.

verdict: Z
seen: error
ends: GeneratorExit
"""


def add(a, b):
    raise GeneratorExit


raise GeneratorExit
