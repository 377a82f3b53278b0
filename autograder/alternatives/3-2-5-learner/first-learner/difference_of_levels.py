"""Never empties: remembers where the lists stood, as one subtracts yesterday's level."""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        start = len(self.ns)
        self.model.train(training)
        super().one_epoch(dl, training)
        n = sum(self.ns[start:])
        self.report[-1] = training, sum(self.losses[start:]) / n, sum(self.rights[start:]) / n
