"""torch.no_grad as a decorator, sub_ with alpha."""


class NoParameters(ValueError):
    pass


class Optimizer:
    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        self.params = [*params]
        if self.params == []:
            raise NoParameters
        self.lr = lr

    @torch.no_grad()
    def step(self):
        for p in filter(lambda p: p.grad is not None, self.params):
            p.sub_(p.grad, alpha=self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None
