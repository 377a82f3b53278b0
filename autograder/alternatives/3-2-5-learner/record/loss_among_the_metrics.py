"""The loss is a metric among the others; losses kept as floats."""


class MetricsCB(Callback):
    """Loss and metrics of each pass, in learn.history. Example: MetricsCB(accuracy=Accuracy())"""

    def __init__(self, n_inp: int = 1, **metrics: Any) -> None:
        self.n_inp, self.all = n_inp, {"loss": Metric()} | metrics

    def before_fit(self, learn: Any) -> None:
        learn.history = []

    def before_epoch(self, learn):
        [m.reset() for m in self.all.values()]

    def after_loss(self, learn):
        inputs = (learn.preds, *learn.batch[self.n_inp :])
        for name, m in self.all.items():
            m.add(*((learn.loss,) if name == "loss" else inputs), n=batch_size(learn.batch))

    def after_epoch(self, learn):
        row = dict(epoch=learn.epoch, training=learn.training)
        for name, m in self.all.items():
            row[name] = m.value
        learn.history += [row]


class ProgressCB(Callback):
    """Show how far the fit is; keep its losses. Example: learn.fit(3, cbs=[ProgressCB()])"""

    order = MetricsCB.order + 1  # the rows must be there

    def __init__(self, show: Callable | None = None) -> None: self.show, self.losses = show or utils.Board(), []

    def before_fit(self, learn: Any) -> None:
        self.losses = []

    def after_batch(self, learn: Any) -> None:
        if learn.training: self.losses.append(learn.loss.item())
        self.show(learn.iter + 1, len(learn.dl), getattr(learn, "history", []))

    def cleanup_fit(self, learn: Any) -> None:
        self.show(0, 0, getattr(learn, "history", []))
