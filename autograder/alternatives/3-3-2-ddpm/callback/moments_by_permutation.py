"""Moments by uniform numbers that are rounded down; what to draw in a method.
"""


class DDPMCB(Callback):
    order = DeviceCB.order + 1

    def __init__(self, abar: Tensor) -> None:
        self.abar, self.generator = abar, None

    def draw(self, x0: Tensor) -> tuple[Tensor, Tensor]:
        u = torch.rand(len(x0), generator=self.generator, dtype=torch.float64)
        t = (u * len(self.abar)).long()
        return t.to(x0.device), torch.randn(x0.shape, generator=self.generator, dtype=x0.dtype).to(x0.device)

    def before_epoch(self, learn: Any) -> None:
        if learn.training:
            self.generator = None
        else:
            self.generator = torch.Generator("cpu")

    def before_batch(self, learn: Any) -> None:
        t, eps = self.draw(learn.batch[0])
        learn.batch = (noisify(learn.batch[0], t, eps, self.abar.to(t.device)), t, eps)
