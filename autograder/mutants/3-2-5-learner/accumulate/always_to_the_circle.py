"""Short slopes are made longer: all of them end at `max_norm`.

Read again: shortens to *at most* max_norm.
"""


class GradAccumCB(Callback):
    """One step for n batches, along the mean slope of their samples. Example: GradAccumCB(4)"""

    order = 5

    def __init__(self, n: int) -> None: self.n, self.seen, self.batches = n, 0, 0

    def before_epoch(self, learn: Any) -> None:
        self.seen = self.batches = 0

    def after_loss(self, learn: Any) -> None:
        if learn.training: scale_grads(learn.model, self.seen / batch_size(learn.batch))

    def after_backward(self, learn: Any) -> None:
        n = batch_size(learn.batch)
        self.seen, self.batches = self.seen + n, self.batches + 1
        scale_grads(learn.model, n / self.seen)
        if self.batches < self.n and learn.iter + 1 < len(learn.dl):
            raise CancelBatchException
        self.seen = self.batches = 0


class GradClipCB(Callback):
    """Shorten the slopes, all together, to max_norm. Example: GradClipCB(1.0)"""

    order = GradAccumCB.order + 5

    def __init__(self, max_norm: float) -> None: self.max_norm = max_norm

    def after_backward(self, learn: Any) -> None:
        norm = torch.cat([p.grad.flatten() for p in learn.model.parameters() if p.grad is not None]).norm()
        scale_grads(learn.model, self.max_norm / norm)
