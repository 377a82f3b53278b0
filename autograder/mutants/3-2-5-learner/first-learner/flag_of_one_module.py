"""The report is true now, but dropout is still awake: `model.training = …` reaches the outermost module only.

Read again: the second symptom: the same weights, measured three times.
"""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.losses, self.rights, self.ns = [], [], []
        super().one_epoch(dl, training)
