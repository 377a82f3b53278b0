"""A loop over names and tensors."""


class TorchNet(nn.Module):
    def __init__(self, *tensors: Tensor) -> None:
        super().__init__()
        for name, t in zip(("w1", "b1", "w2", "b2"), tensors):
            setattr(self, name, nn.Parameter(t.detach().clone()))

    def forward(self, x: Tensor) -> Tensor:
        hidden = torch.clamp(x @ self.w1 + self.b1, min=0)
        return hidden @ self.w2 + self.b2
