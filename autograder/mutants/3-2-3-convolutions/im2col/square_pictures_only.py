"""You take the height for the width: pictures may be oblong.

Read again: the task of `im2col`: `x` is (n, c, h, w).
"""


def im2col(x: Tensor, ks: int, stride: int = 1, pad: int = 0) -> Tensor:
    """Lay out all windows as columns: (n, c, h, w) -> (n, c * ks * ks, L).

    Example: (2, 3, 28, 28), ks=5, stride=2, pad=2 -> (2, 75, 196). As F.unfold.
    """
    n, c = x.shape[:2]
    framed = F.pad(x, (pad, pad, pad, pad))
    high, wide = framed.shape[2] - ks + 1, framed.shape[2] - ks + 1  # starts, one after the other
    views = [
        framed[:, :, a : a + high : stride, b : b + wide : stride]
        for a in range(ks)
        for b in range(ks)
    ]
    return torch.stack(views, dim=2).reshape(n, c * ks * ks, -1)
