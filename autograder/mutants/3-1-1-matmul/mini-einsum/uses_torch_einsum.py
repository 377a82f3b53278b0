"""You hand the equation to torch.einsum, the function that you are to build.

Read again: "How einsum works inside": einsum from its parts: diagonal, permute, multiply, sum.
"""


def mini_einsum(eq: str, *ops: Tensor) -> Tensor:
    if "->" not in eq:
        raise ValueError("no ->")
    try:
        return torch.einsum(eq, *ops)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
