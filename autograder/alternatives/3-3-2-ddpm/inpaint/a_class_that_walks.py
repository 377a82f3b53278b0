"""A class that holds what stays; masked_scatter by where on the other side.
"""


class Finisher:
    def __init__(self, known: Tensor, mask: Tensor, renoise: Tensor, abar: Tensor) -> None:
        self.known, self.free, self.renoise, self.abar = known, ~mask, renoise, abar

    def put(self, x: Tensor, t: int) -> Tensor:
        ts = torch.full((len(x),), t)
        return torch.where(self.free, x, noisify(self.known, ts, self.renoise[t], self.abar))


def inpaint(
    model: Any, known: Tensor, mask: Tensor, x: Tensor, noise: Tensor, renoise: Tensor, abar: Tensor
) -> Tensor:
    finisher = Finisher(known, mask, renoise, abar)
    with torch.inference_mode():
        for t in torch.arange(len(abar) - 1, -1, -1).tolist():
            x = finisher.put(x, t)
            x = ddpm_step(x, t, model(x, torch.full((len(x),), t)), noise[t], abar)
        x = torch.where(finisher.free, x, known)
    return x.clone()
