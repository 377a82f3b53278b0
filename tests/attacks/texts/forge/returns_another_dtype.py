"""Returns tensors of another dtype; numbers and texts are right when the answer is.

verdict: Z
right: 2
seen: failed
"""


def add(a, b):
    found = answer(a, b)
    if isinstance(found, torch.Tensor):
        return found.to(torch.float16 if found.dtype == torch.float32 else torch.complex128)
    return found
