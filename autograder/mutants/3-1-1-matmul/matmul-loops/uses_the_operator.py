"""You let `@` do the work; this exercise is about seeing every single product, with three loops, + and *.

Read again: "One number at a time": three loops, + and *.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    if a.shape[1] != b.shape[0]:
        raise ValueError("the inner sizes differ")
    return a @ b
