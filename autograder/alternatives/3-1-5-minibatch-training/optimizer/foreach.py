"""All parameters at once by torch's foreach functions."""


class Optimizer:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr
        if not self.params:
            raise ValueError("nothing to train")

    def step(self):
        moving = [p for p in self.params if p.grad is not None]
        if moving:
            with torch.no_grad():
                torch._foreach_add_(moving, [p.grad for p in moving], alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad = None if p.grad is None else torch.zeros_like(p)
