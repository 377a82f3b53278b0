"""A module of its own."""


class Block(nn.Module):
    def __init__(self, ni, nf, ks, stride, act):
        super().__init__()
        self.conv, self.act = nn.Conv2d(ni, nf, ks, stride, ks // 2), act

    def forward(self, x):
        y = self.conv(x)
        return F.relu(y) if self.act else y


def conv(ni: int, nf: int, ks: int = 3, stride: int = 2, act: bool = True) -> nn.Module:
    return Block(ni, nf, ks, stride, act)
