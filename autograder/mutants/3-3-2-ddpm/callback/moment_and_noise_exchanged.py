"""Noise and moments are exchanged in the batch.

Read again: the tuple (x_t, t, eps).
"""


class DDPMCB(Callback):
    """Turn batches (x0, ...) into (x_t, t, eps). Example: Learner(net, dls, F.mse_loss, cbs=[TrainCB(2), DDPMCB(abar)])"""

    order = DeviceCB.order + 1

    def __init__(self, abar: Tensor) -> None:
        self.abar, self.generator = abar, None

    def before_epoch(self, learn: Any) -> None:
        self.generator = None if learn.training else torch.Generator()

    def before_batch(self, learn: Any) -> None:
        x0 = learn.batch[0]
        t = torch.randint(len(self.abar), (len(x0),), generator=self.generator).to(x0.device)
        eps = torch.randn(x0.shape, generator=self.generator, dtype=x0.dtype).to(x0.device)
        learn.batch = (noisify(x0, t, eps, self.abar), eps, t)
