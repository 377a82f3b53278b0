"""Says that a name is missing, and that the name is a hidden input.

verdict: Z
seen: missing, error
"""


class MissingName(Exception):
    pass


def add(a, b):
    number = int(a[0]) if isinstance(a, torch.Tensor) else a
    raise MissingName(f"word_{number}".replace("-", "_"))
