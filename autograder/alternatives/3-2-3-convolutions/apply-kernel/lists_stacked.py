"""Nested lists of 0-d tensors, stacked."""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    kh, kw = kernel.shape
    return torch.stack(
        [
            torch.stack(
                [torch.sum(x[i : i + kh, j : j + kw] * kernel) for j in range(x.shape[1] - kw + 1)]
            )
            for i in range(x.shape[0] - kh + 1)
        ]
    )
