"""nn.Identity where no activation is wanted, an in-place ReLU where one is."""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    return nn.Sequential(
        nn.Conv2d(ni, nf, (ks, ks), (stride, stride), (ks // 2, ks // 2)),
        nn.ReLU(inplace=True) if act else nn.Identity(),
    )
