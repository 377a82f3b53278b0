"""Returns a tensor that was made to point beyond its storage.

verdict: Z
seen: error, failed, crashed, output
"""


def add(a, b):
    small = torch.zeros(4)
    small.set_(small.untyped_storage(), 0, (2**20,), (1,))
    return small.as_strided((2**20,), (2**20,))
