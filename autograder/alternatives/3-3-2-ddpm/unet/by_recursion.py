"""A recursion: a level calls the one below it.
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


    def level(self, x: Tensor, emb: Tensor, i: int) -> Tensor:
        if i == len(self.downs):
            for block in self.mids:
                x = block(x, emb)
            return x
        x = self.downs[i](x, emb)
        below = self.level(F.avg_pool2d(x, kernel_size=2), emb, i + 1)
        return self.ups[len(self.ups) - 1 - i](torch.cat((F.interpolate(below, size=x.shape[-2:]), x), 1), emb)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        emb = self.clock(time_features(t, self.nt))
        return self.head(self.level(self.stem(x), emb, 0))
