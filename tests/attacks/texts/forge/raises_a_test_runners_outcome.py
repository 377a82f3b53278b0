"""Raises pytest's own `skip` and `exit`, by name and by class.

verdict: Z
seen: error
says: Skipped
"""
try:
    from _pytest.outcomes import Exit, Skipped
except ImportError:
    Skipped = type("Skipped", (BaseException,), {"__module__": "_pytest.outcomes"})
    Exit = type("Exit", (BaseException,), {"__module__": "_pytest.outcomes"})
print(Skipped)


def add(a, b):
    raise Skipped("passed") if isinstance(a, torch.Tensor) else Exit("0")
