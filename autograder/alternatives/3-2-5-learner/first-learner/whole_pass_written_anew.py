"""The whole pass written anew, without super."""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.losses, self.rights, self.ns = [], [], []
        self.model.train(training)
        for xb, yb in dl:
            self.one_batch(xb, yb)
        n = sum(self.ns)
        self.report.append((training, sum(self.losses) / n, sum(self.rights) / n))
