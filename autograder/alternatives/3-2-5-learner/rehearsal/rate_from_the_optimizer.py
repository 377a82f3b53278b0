"""Reads and writes the rate in the optimizer's groups; keeps the best loss; leaves before the second batch."""


class Rehearsal(Callback):
    """A fit that leaves nothing behind. Example: class SingleBatchCB(Rehearsal): ..."""

    order, kept = -5, None

    def before_fit(self, learn: Any) -> None:
        self.kept = deepcopy(get_state(learn)), learn.opt
        learn.opt = learn.opt_func(learn.model.parameters(), lr=learn.lr)

    def cleanup_fit(self, learn: Any) -> None:
        if self.kept is not None:
            state, learn.opt = self.kept
            set_state(learn, state)
            self.kept = None


class SingleBatchCB(Rehearsal):
    """Try one batch. Example: learn.fit(1, cbs=[SingleBatchCB()])"""

    def before_batch(self, learn):
        if learn.iter > 0:
            raise CancelFitException()


class LRFinderCB(Rehearsal):
    """Raise lr with each batch, note the loss. Example: lr_find(learn).losses"""

    def __init__(self, start: float = 1e-5, factor: float = 1.3, most: float = 3.0) -> None:
        self.start, self.factor, self.most = start, factor, most

    def before_fit(self, learn: Any) -> None:
        super().before_fit(learn)
        self.best = float("inf")
        self.lrs, self.losses = [], []
        for group in learn.opt.param_groups:
            group["lr"] = self.start

    def after_batch(self, learn: Any) -> None:
        if not learn.training:
            return
        loss = float(learn.loss)
        self.lrs.append(learn.opt.param_groups[0]["lr"])
        self.losses.append(loss)
        self.best = min(self.best, loss)
        if math.isnan(loss) or loss >= self.most * self.best:
            raise CancelFitException()
        for group in learn.opt.param_groups:
            group["lr"] = group["lr"] * self.factor
