"""Shrinking by hand, nn.Upsample, helper methods.
"""


class SmallUNet(nn.Module):
    """Name the noise in x at time t. Example: SmallUNet()(x (B, 1, 28, 28), t (B,)) -> (B, 1, 28, 28)"""

    def __init__(self, ni: int = 1, nfs: tuple[int, ...] = (16, 32, 96), nt: int = 64) -> None:
        super().__init__()
        self.nt = nt
        self.clock = nn.Sequential(nn.Linear(nt, nt), nn.SiLU(), nn.Linear(nt, nt), nn.SiLU())
        self.stem = nn.Conv2d(ni, nfs[0], 3, padding=1)
        self.downs = nn.ModuleList(Block(a, b, nt) for a, b in zip((nfs[0], *nfs), nfs[:-1]))
        self.mids = nn.ModuleList(Block(a, nfs[-1], nt) for a in nfs[-2:])
        self.ups = nn.ModuleList(Block(a + b, b, nt) for a, b in zip(nfs[:0:-1], nfs[-2::-1]))
        self.head = nn.Sequential(nn.GroupNorm(8, nfs[0]), nn.SiLU(), nn.Conv2d(nfs[0], ni, 3, padding=1))


    def smaller(self, x: Tensor) -> Tensor:
        return (x[..., ::2, ::2] + x[..., 1::2, ::2] + x[..., ::2, 1::2] + x[..., 1::2, 1::2]) / 4

    def larger(self, x: Tensor) -> Tensor:
        return nn.Upsample(scale_factor=2, mode="nearest")(x)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        told = time_features(t, self.nt)
        for layer in self.clock:
            told = layer(told)
        x, stack = self.stem(x), []
        for down in self.downs:
            stack.insert(0, down(x, told))
            x = self.smaller(stack[0])
        for mid in self.mids:
            x = mid(x, told)
        for i, up in enumerate(self.ups):
            x = up(torch.concat([self.larger(x), stack[i]], dim=1), told)
        return self.head(x)
