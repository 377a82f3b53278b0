"""Mse takes its own slope for 1. Where the loss is a part of something larger, out.g is another number.

Read again: multiply along a path.
"""


class Relu(Module):
    """Stop what is negative. Example: [-1., 2.] -> [0., 2.]"""

    def forward(self, inp: Tensor) -> Tensor:
        return inp.clamp_min(0)

    def bwd(self, out: Any, inp: Tensor) -> None:
        add_g(inp, out.g * (inp > 0))


class Lin(Module):
    """Apply inp @ w + b. Example: Lin(torch.ones(5, 2), torch.ones(2))(inp) (3, 5) -> (3, 2)"""

    def __init__(self, w: Tensor, b: Tensor) -> None:
        super().__init__()
        self.w, self.b = w, b

    def forward(self, inp: Tensor) -> Tensor:
        return inp @ self.w + self.b

    def bwd(self, out: Any, inp: Tensor) -> None:
        add_g(inp, out.g @ self.w.T)
        add_g(self.w, inp.T @ out.g)
        add_g(self.b, out.g.sum(0))


class Mse(Module):
    """Average the squared misses. Example: [[3.], [1.]], [1., 1.] -> 2.0"""

    def forward(self, inp: Tensor, targ: Tensor) -> Tensor:
        return (inp[:, 0] - targ).pow(2).mean()

    def bwd(self, out: Any, inp: Tensor, targ: Tensor) -> None:
        add_g(inp, 2 * (inp - targ[:, None]) / len(targ))
