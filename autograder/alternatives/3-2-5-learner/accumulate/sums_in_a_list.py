"""Slopes added up in a list, weighed by samples, put into .grad for the step."""


class GradAccumCB(Callback):
    """One step for n batches, along the mean slope of their samples. Example: GradAccumCB(4)"""

    order = 5

    def __init__(self, n: int) -> None: self.n, self.seen, self.batches = n, 0, 0

    def before_epoch(self, learn):
        self.sums, self.seen, self.batches = None, 0, 0

    def after_loss(self, learn):
        if learn.training:
            for p in learn.model.parameters():
                p.grad = None

    def after_backward(self, learn):
        n = batch_size(learn.batch)
        slopes = [0 if p.grad is None else p.grad * n for p in learn.model.parameters()]
        self.sums = slopes if self.sums is None else [a + b for a, b in zip(self.sums, slopes)]
        self.seen += n
        self.batches += 1
        if self.batches != self.n and learn.iter != len(learn.dl) - 1:
            raise CancelBatchException()
        for p, total in zip(learn.model.parameters(), self.sums):
            if p.grad is not None:
                p.grad = total / self.seen
        self.before_epoch(learn)


class GradClipCB(Callback):
    """Shorten the slopes, all together, to max_norm. Example: GradClipCB(1.0)"""

    order = GradAccumCB.order + 5

    def __init__(self, max_norm: float) -> None: self.max_norm = max_norm

    def after_backward(self, learn: Any) -> None:
        nn.utils.clip_grad_norm_(learn.model.parameters(), self.max_norm)
