"""You enlarge smoothly; the trained weights know squares.

Read again: F.interpolate(x, scale_factor=2), as it stands.
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

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        emb, x, bridges = self.clock(time_features(t, self.nt)), self.stem(x), []
        for block in self.downs:
            bridges.append(block(x, emb))
            x = F.avg_pool2d(bridges[-1], 2)
        for block in self.mids:
            x = block(x, emb)
        for block in self.ups:
            x = block(torch.cat([F.interpolate(x, scale_factor=2, mode="bilinear"), bridges.pop()], dim=1), emb)
        return self.head(x)
