"""Returns a tensor of 2^40 elements that share one place in memory.

verdict: Z
seen: output, memory, error, failed, crashed
"""


def add(a, b):
    return torch.zeros(1).expand(2**40)
