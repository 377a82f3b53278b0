"""You empty the lists at the beginning of `fit`: later epochs still count the earlier ones.

Read again: a rain gauge that nobody empties: when must it be emptied, to ask about a day?
"""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.model.train(training)
        super().one_epoch(dl, training)

    def fit(self, n_epochs: int, dls: Any) -> list:
        self.losses, self.rights, self.ns = [], [], []
        return super().fit(n_epochs, dls)
