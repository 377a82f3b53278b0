"""A second fit goes on writing into the history of the first.

Read again: in each fit, `learn.history` is a new list.
"""


class MetricsCB(Callback):
    """Loss and metrics of each pass, in learn.history. Example: MetricsCB(accuracy=Accuracy())"""

    def __init__(self, n_inp: int = 1, **metrics: Any) -> None:
        self.n_inp, self.loss, self.metrics = n_inp, Metric(), metrics

    def before_fit(self, learn: Any) -> None:
        if not hasattr(learn, "history"): learn.history = []

    def before_epoch(self, learn: Any) -> None:
        for metric in (self.loss, *self.metrics.values()):
            metric.reset()

    def after_loss(self, learn: Any) -> None:
        n = batch_size(learn.batch)
        self.loss.add(learn.loss, n=n)
        for metric in self.metrics.values():
            metric.add(learn.preds, *learn.batch[self.n_inp :], n=n)

    def after_epoch(self, learn: Any) -> None:
        values = {name: metric.value for name, metric in {"loss": self.loss, **self.metrics}.items()}
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

    def cleanup_fit(self, learn: Any) -> None:
        self.show(0, 0, getattr(learn, "history", []))
