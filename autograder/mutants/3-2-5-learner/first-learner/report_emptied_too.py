"""The report itself is emptied, so only the last pass is left of it.

Read again: the report goes on growing, over all passes and all calls of `fit`.
"""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.losses, self.rights, self.ns, self.report = [], [], [], []
        self.model.train(training)
        super().one_epoch(dl, training)
