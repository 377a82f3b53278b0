"""Plain tensors are no parameters: nobody would train them.

Read again: the same in torch.
"""


class TorchNet(nn.Module):
    """Lin, ReLU, Lin. Example: TorchNet(w1, b1, w2, b2)(x) (n, 784) -> (n, 1)"""

    def __init__(self, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> None:
        super().__init__()
        self.w1, self.b1 = w1.clone().requires_grad_(), b1.clone().requires_grad_()
        self.w2, self.b2 = w2.clone().requires_grad_(), b2.clone().requires_grad_()

    def forward(self, x: Tensor) -> Tensor:
        return (x @ self.w1 + self.b1).relu() @ self.w2 + self.b2
