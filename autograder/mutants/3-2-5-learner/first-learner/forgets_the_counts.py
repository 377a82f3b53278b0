"""You empty the sums and keep the counts: losses are divided by the samples of all passes.

Read again: the three lists belong together: what was counted, and how many.
"""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.losses, self.rights = [], []
        self.model.train(training)
        super().one_epoch(dl, training)
