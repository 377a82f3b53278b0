"""Returns a tensor of 150 MB, and a text of 100 MB.

verdict: Z
seen: output, failed, memory, crashed, timeout
"""


def add(a, b):
    return torch.zeros(150 * 2**20, dtype=torch.uint8) if isinstance(a, torch.Tensor) else "x" * 10**8
