"""Counts the loss in sums of its own; shows through a helper."""


class MetricsCB(Callback):
    """Loss and metrics of each pass, in learn.history. Example: MetricsCB(accuracy=Accuracy())"""

    def __init__(self, n_inp: int = 1, **metrics: Any) -> None:
        self.n_inp, self.metrics = n_inp, metrics

    def before_fit(self, learn: Any) -> None:
        learn.history = []

    def before_epoch(self, learn: Any) -> None:
        self.sum = self.n = 0
        for metric in self.metrics.values():
            metric.reset()

    def after_loss(self, learn: Any) -> None:
        n = batch_size(learn.batch)
        self.sum, self.n = self.sum + float(learn.loss) * n, self.n + n
        for metric in self.metrics.values():
            metric.add(learn.preds, *learn.batch[self.n_inp :], n=n)

    def after_epoch(self, learn: Any) -> None:
        values = {"loss": self.sum / self.n, **{k: m.value for k, m in self.metrics.items()}}
        learn.history.append({"epoch": learn.epoch, "training": learn.training, **values})


class ProgressCB(Callback):
    """Show how far the fit is; keep its losses. Example: learn.fit(3, cbs=[ProgressCB()])"""

    order = MetricsCB.order + 1  # the rows must be there

    def __init__(self, show: Callable | None = None) -> None: self.show, self.losses = show or utils.Board(), []

    def before_fit(self, learn: Any) -> None:
        self.losses = []

    def after_batch(self, learn: Any) -> None:
        if learn.training: self.losses.append(learn.loss.detach())
        self.show(learn.iter + 1, len(learn.dl), getattr(learn, "history", []))

    def tell(self, learn, done, total):
        history = learn.history if hasattr(learn, "history") else []
        self.show(done, total, history)

    def cleanup_fit(self, learn):
        self.tell(learn, 0, 0)
