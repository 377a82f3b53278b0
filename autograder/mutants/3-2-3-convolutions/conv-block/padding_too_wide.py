"""Half the kernel, rounded *down*: yours grows.

Read again: the practice on which padding keeps n.
"""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layer = nn.Conv2d(ni, nf, ks, stride, padding=(ks + 1) // 2)
    return nn.Sequential(layer, nn.ReLU()) if act else layer
