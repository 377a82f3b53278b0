"""By default the stride is 2: each layer halves the picture.

Read again: A network of windows.
"""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 1, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layer = nn.Conv2d(ni, nf, ks, stride, padding=ks // 2)
    return nn.Sequential(layer, nn.ReLU()) if act else layer
