"""The generator is used up by the first step; after that the loop runs over nothing. Keep list(params).

Read again: an optimizer that stops.
"""


class Optimizer:
    """Plain gradient descent. Example: opt = Optimizer(model.parameters(), lr=0.1); opt.step()"""

    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        self.params, self.lr = params, lr
        if isinstance(params, list | tuple) and not params:
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
