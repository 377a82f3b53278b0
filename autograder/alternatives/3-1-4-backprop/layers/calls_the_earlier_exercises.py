"""lin_grad and mse do the work."""


class Relu(Module):
    def forward(self, inp: Tensor) -> Tensor:
        return inp.relu()

    def bwd(self, out: Any, inp: Tensor) -> None:
        add_g(inp, torch.where(out > 0, out.g, 0.0))


class Lin(Module):
    def __init__(self, w: Tensor, b: Tensor) -> None:
        super().__init__()
        self.w, self.b = w, b

    def forward(self, inp: Tensor) -> Tensor:
        return torch.addmm(self.b, inp, self.w)

    def bwd(self, out: Any, inp: Tensor) -> None:
        lin_grad(inp, out, self.w, self.b)


class Mse(Module):
    def forward(self, inp: Tensor, targ: Tensor) -> Tensor:
        return mse(inp, targ)

    def bwd(self, out: Any, inp: Tensor, targ: Tensor) -> None:
        add_g(inp, (out.g * 2 * (inp[:, 0] - targ) / len(targ)).unsqueeze(1))
