"""zero_grad leaves the loop after one parameter; the slopes of the others pile up.

Read again: zero_grad() forgets all slopes.
"""


class Optimizer:
    """Plain gradient descent. Example: opt = Optimizer(model.parameters(), lr=0.1); opt.step()"""

    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        self.params, self.lr = list(params), lr
        if not self.params:
            raise ValueError("no parameters: was the generator used up?")

    def step(self) -> None:
        "Move each parameter that has a slope."
        with torch.no_grad():
            for p in self.params:
                if p.grad is not None:
                    p -= self.lr * p.grad

    def zero_grad(self) -> None:
        "Forget all slopes."
        for p in self.params:
            p.grad = None
            return
