"""Through .data, with zeros in the place of None."""


class Optimizer:
    def __init__(self, params, lr):
        self.params = tuple(params)
        self.lr = lr
        if len(self.params) == 0:
            raise ValueError("empty")

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            p.data -= p.grad.data * self.lr

    def zero_grad(self):
        for p in self.params:
            if p.grad is not None:
                p.grad.zero_()
