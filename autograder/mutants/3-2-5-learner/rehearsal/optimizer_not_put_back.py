"""The optimizer of the rehearsal stays: the real one, with its momentum, is gone.

Read again: put back: the very optimizer object.
"""


class Rehearsal(Callback):
    """A fit that leaves nothing behind. Example: class SingleBatchCB(Rehearsal): ..."""

    order, kept = -5, None

    def before_fit(self, learn: Any) -> None:
        self.kept = deepcopy(get_state(learn)), learn.opt
        learn.opt = learn.opt_func(learn.model.parameters(), lr=learn.lr)

    def cleanup_fit(self, learn: Any) -> None:
        if self.kept is not None:
            state, _ = self.kept
            set_state(learn, state)
            self.kept = None


class SingleBatchCB(Rehearsal):
    """Try one batch. Example: learn.fit(1, cbs=[SingleBatchCB()])"""

    def after_batch(self, learn: Any) -> None:
        raise CancelFitException


class LRFinderCB(Rehearsal):
    """Raise lr with each batch, note the loss. Example: lr_find(learn).losses"""

    def __init__(self, start: float = 1e-5, factor: float = 1.3, most: float = 3.0) -> None:
        self.start, self.factor, self.most = start, factor, most

    def before_fit(self, learn: Any) -> None:
        super().before_fit(learn)
        self.lr, self.lrs, self.losses = self.start, [], []
        set_lr(learn.opt, self.lr)

    def after_batch(self, learn: Any) -> None:
        if learn.training:
            self.lrs.append(self.lr)
            self.losses.append(learn.loss.item())
            if not self.losses[-1] < self.most * min(self.losses): raise CancelFitException
            self.lr *= self.factor
            set_lr(learn.opt, self.lr)
