"""step and zero_grad do nothing: nobody moves, and slopes add up for ever.

Read again: step() moves every parameter in place; zero_grad() forgets all slopes.
"""


class Optimizer:
    """Plain gradient descent. Example: opt = Optimizer(model.parameters(), lr=0.1); opt.step()"""

    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        self.params, self.lr = list(params), lr
        if not self.params:
            raise ValueError("no parameters: was the generator used up?")

    def step(self) -> None:
        "Move each parameter that has a slope."

    def zero_grad(self) -> None:
        "Forget all slopes."
