"""A generator with a seed of its own, set again for each validation.
"""


class DDPMCB(Callback):
    order = DeviceCB.order + 1

    def __init__(self, abar: Tensor) -> None:
        self.abar, self.generator = abar, None

    def before_epoch(self, learn: Any) -> None:
        self.fixed = torch.Generator().manual_seed(1234)

    def before_batch(self, learn: Any) -> None:
        x0 = learn.batch[0]
        chance = {} if learn.training else {"generator": self.fixed}
        t = torch.randint(0, self.abar.shape[0], (x0.shape[0],), **chance).to(x0.device)
        eps = torch.randn(*x0.shape, dtype=x0.dtype, **chance).to(x0.device)
        xt = noisify(x0, t, eps, self.abar.to(x0.device))
        learn.batch = (xt, t, eps)
