"""`learn.loss` stays scaled: metrics and boards show a loss that is none.

Read again: `learn.loss` stays what it is for others to look at.
"""


class GradAccumCB(Callback):
    """One step for n batches, along the mean slope of their samples. Example: GradAccumCB(4)"""

    order = 5

    def __init__(self, n: int) -> None: self.n, self.seen, self.batches = n, 0, 0

    def before_epoch(self, learn: Any) -> None:
        self.seen = self.batches = 0

    def after_loss(self, learn: Any) -> None:
        if learn.training:
            if not self.seen: scale_grads(learn.model, 0.0)
            learn.loss = learn.loss * batch_size(learn.batch)

    def after_backward(self, learn: Any) -> None:
        n = batch_size(learn.batch)
        self.seen, self.batches = self.seen + n, self.batches + 1
        if self.batches >= self.n or learn.iter + 1 >= len(learn.dl): scale_grads(learn.model, 1 / self.seen)
        if self.batches < self.n and learn.iter + 1 < len(learn.dl):
            raise CancelBatchException
        self.seen = self.batches = 0


class GradClipCB(Callback):
    """Shorten the slopes, all together, to max_norm. Example: GradClipCB(1.0)"""

    order = GradAccumCB.order + 5

    def __init__(self, max_norm: float) -> None: self.max_norm = max_norm

    def after_backward(self, learn: Any) -> None:
        nn.utils.clip_grad_norm_(learn.model.parameters(), self.max_norm)
