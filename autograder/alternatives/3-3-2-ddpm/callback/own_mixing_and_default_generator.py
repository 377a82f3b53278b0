"""Mixes by itself, names torch's own generator, draws the noise first.
"""


class DDPMCB(Callback):
    order = DeviceCB.order + 1

    def __init__(self, abar: Tensor) -> None:
        self.abar, self.generator = abar, None

    def before_epoch(self, learn: Any) -> None:
        self.generator = torch.Generator()
        if learn.training:
            self.generator = torch.default_generator

    def before_batch(self, learn: Any) -> None:
        x0, *_ = learn.batch
        eps = torch.empty(x0.shape, dtype=x0.dtype).normal_(generator=self.generator)
        t = torch.empty(x0.shape[0], dtype=torch.int64).random_(len(self.abar), generator=self.generator)
        t, eps = t.to(x0.device), eps.to(x0.device)
        left = self.abar.to(x0.device)[t].view(-1, *(1 for _ in x0.shape[1:]))
        learn.batch = left.sqrt() * x0 + (1 - left).sqrt() * eps, t, eps
