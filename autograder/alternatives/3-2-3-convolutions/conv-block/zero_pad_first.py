"""A layer of zeros in the place of padding."""


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    """Make a layer: slide, then ReLU. Example: conv(1, 8)(x) of (n, 1, 28, 28) -> (n, 8, 14, 14)"""
    layers = nn.Sequential(nn.ZeroPad2d(ks // 2), nn.Conv2d(ni, nf, ks, stride))
    return nn.Sequential(*layers, nn.ReLU()) if act else layers
