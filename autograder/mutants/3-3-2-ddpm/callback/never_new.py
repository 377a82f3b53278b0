"""One generator for all validations: the second one goes on where the first stopped.

Read again: a new one begins alike, one that is used goes on.
"""


class DDPMCB(Callback):
    """Turn batches (x0, ...) into (x_t, t, eps). Example: Learner(net, dls, F.mse_loss, cbs=[TrainCB(2), DDPMCB(abar)])"""

    order = DeviceCB.order + 1

    def __init__(self, abar: Tensor) -> None:
        self.abar, self.generator = abar, None

    def before_epoch(self, learn: Any) -> None:
        self.kept = getattr(self, 'kept', None) or torch.Generator()
        self.generator = None if learn.training else self.kept

    def before_batch(self, learn: Any) -> None:
        x0 = learn.batch[0]
        t = torch.randint(len(self.abar), (len(x0),), generator=self.generator).to(x0.device)
        eps = torch.randn(x0.shape, generator=self.generator, dtype=x0.dtype).to(x0.device)
        learn.batch = (noisify(x0, t, eps, self.abar.to(x0.device)), t, eps)
