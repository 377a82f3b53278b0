"""A helper unrolls one direction, called twice."""


def unroll(x, dim, ks, stride):
    """(..., size, ...) -> (..., ks, stops, ...)"""
    stops = (x.shape[dim] - ks) // stride + 1
    parts = [
        x.narrow(dim, a, stride * (stops - 1) + 1).index_select(
            dim, torch.arange(stops) * stride + 0
        )
        for a in range(ks)
    ]
    return torch.stack(parts, dim=dim)


def im2col(x: Tensor, ks: int, stride: int = 1, pad: int = 0) -> Tensor:
    """Lay out all windows as columns: (n, c, h, w) -> (n, c * ks * ks, L).

    Example: (2, 3, 28, 28), ks=5, stride=2, pad=2 -> (2, 75, 196). As F.unfold.
    """
    framed = F.pad(x, (pad, pad, pad, pad))
    return (
        unroll(unroll(framed, 2, ks, stride), 4, ks, stride)
        .permute(0, 1, 2, 4, 3, 5)
        .flatten(3 + 1)
        .flatten(1, 3)
    )
