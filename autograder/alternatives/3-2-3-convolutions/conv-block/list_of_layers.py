"""A list that grows."""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layers = [nn.Conv2d(ni, nf, kernel_size=ks, stride=stride, padding=(ks - 1) // 2)]
    if act:
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)
