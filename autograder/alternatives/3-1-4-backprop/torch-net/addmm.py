"""addmm, and a module for the bend."""


class TorchNet(nn.Module):
    def __init__(self, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> None:
        super().__init__()
        copies = [nn.Parameter(t.clone()) for t in (w1, b1, w2, b2)]
        self.w1, self.b1, self.w2, self.b2 = copies
        self.bend = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.bend(torch.addmm(self.b1, x, self.w1))
        return torch.addmm(self.b2, x, self.w2)
