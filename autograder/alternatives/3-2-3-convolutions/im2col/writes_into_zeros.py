"""An empty tensor, filled in place, weight by weight."""


def im2col(x: Tensor, ks: int, stride: int = 1, pad: int = 0) -> Tensor:
    """Lay out all windows as columns: (n, c, h, w) -> (n, c * ks * ks, L).

    Example: (2, 3, 28, 28), ks=5, stride=2, pad=2 -> (2, 75, 196). As F.unfold.
    """
    n, c, h, w = x.shape
    rows, cols = conv_out(h, ks, stride, pad), conv_out(w, ks, stride, pad)
    framed = x.new_zeros(n, c, h + 2 * pad, w + 2 * pad)
    framed[:, :, pad : pad + h, pad : pad + w] = x
    out = x.new_zeros(n, c, ks, ks, rows, cols)
    for a in range(ks):
        for b in range(ks):
            out[:, :, a, b] = framed[:, :, a:, b:][:, :, ::stride, ::stride][:, :, :rows, :cols]
    return out.reshape(n, c * ks * ks, rows * cols)
