"""The frame repeats the pixels at the edge; zeros are wanted, as nn.Conv2d has them by default.

Read again: Where the border goes: a frame of zeros.
"""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layer = nn.Conv2d(ni, nf, ks, stride, padding=ks // 2, padding_mode="replicate")
    return nn.Sequential(layer, nn.ReLU()) if act else layer
