"""The loss is weighed for backward and put back behind it; clipping by hand."""


class GradAccumCB(Callback):
    """One step for n batches, along the mean slope of their samples. Example: GradAccumCB(4)"""

    order = 5

    def __init__(self, n: int) -> None: self.n, self.seen, self.batches = n, 0, 0

    def before_epoch(self, learn: Any) -> None:
        self.seen = self.batches = 0

    def after_loss(self, learn):
        if learn.training:
            if not self.batches:
                learn.model.zero_grad()
            self.true = learn.loss
            learn.loss = learn.loss * batch_size(learn.batch)

    def after_backward(self, learn):
        learn.loss = self.true
        self.seen += batch_size(learn.batch)
        self.batches += 1
        last = learn.iter + 1 == len(learn.dl)
        if not (last or self.batches == self.n):
            raise CancelBatchException
        scale_grads(learn.model, 1 / self.seen)
        self.before_epoch(learn)


class GradClipCB(Callback):
    """Shorten the slopes, all together, to max_norm. Example: GradClipCB(1.0)"""

    order = GradAccumCB.order + 5

    def __init__(self, max_norm: float) -> None: self.max_norm = max_norm

    def after_backward(self, learn: Any) -> None:
        slopes = [p.grad for p in learn.model.parameters() if p.grad is not None]
        norm = sum(g.pow(2).sum() for g in slopes).sqrt().item()
        if norm > self.max_norm:
            for g in slopes:
                g.mul_(self.max_norm / norm)
