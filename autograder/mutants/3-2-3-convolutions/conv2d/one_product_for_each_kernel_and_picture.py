"""One product for each kernel of each picture: let one product do them all.

Read again: One matrix product.
"""


def conv2d(
    x: Tensor, w: Tensor, b: Tensor | None = None, stride: int = 1, pad: int = 0, groups: int = 1
) -> Tensor:
    """Slide all kernels over all pictures at once, as F.conv2d.

    Example: x (2, 3, 28, 28), w (16, 3, 5, 5), stride=2, pad=2 -> (2, 16, 14, 14)
    """
    n, nf, ks = len(x), w.shape[0], w.shape[-1]
    cols = F.unfold(x, ks, stride=stride, padding=pad)  # (n, c * ks * ks, L)
    y = torch.stack(
        [
            torch.stack(
                [
                    torch.stack([k.reshape(-1) @ part for k in kernels])
                    for kernels, part in zip(w.reshape(groups, nf // groups, -1), one)
                ]
            )
            for one in cols.unflatten(1, (groups, -1))
        ]
    )
    rows = (x.shape[2] + 2 * pad - ks) // stride + 1
    y = y.reshape(n, nf, rows, -1)  # from (n, groups, nf / groups, L)
    return y if b is None else y + b[:, None, None]
