"""After an error the callbacks of one fit are still there: the old list comes back only when all went well.

Read again: gone afterwards, whatever happened: `finally`.
"""


class Learner:
    """A training whose every moment callbacks may join. Example: Learner(model, dls, F.mse_loss, cbs=[TrainCB()]).fit(3)"""
    opt: Any = None  # made at the first fit

    def __init__(self, model: Any, dls: Any, loss_func: Callable, lr: float = 0.1, cbs: Iterable = (), opt_func: Callable = torch.optim.SGD) -> None:
        self.model, self.dls, self.loss_func, self.lr, self.cbs, self.opt_func = model, dls, loss_func, lr, list(cbs), opt_func

    def callback(self, event: str) -> None: run_cbs(self.cbs, event, self)

    @with_cbs("batch")
    def one_batch(self) -> None:
        for event in BATCH if self.training else BATCH[:4]:
            getattr(self, event, partial(self.callback, event))()

    @with_cbs("epoch")
    def one_epoch(self) -> None:
        for self.iter, self.batch in enumerate(self.dl):
            self.one_batch()

    @with_cbs("fit")
    def all_epochs(self, passes: list[bool]) -> None:
        for self.epoch, self.training in product(self.epochs, passes):
            self.dl = self.dls.train if self.training else self.dls.valid
            self.model.train(self.training)
            with torch.set_grad_enabled(self.training):
                self.one_epoch()

    def fit(self, n_epochs: int = 1, lr: float | None = None, cbs: Iterable = (), train: bool = True, valid: bool = True, new_opt: bool = False) -> None:
        kept, self.cbs = self.cbs, [*self.cbs, *cbs]
        try:
            self.n_epochs, self.epochs = n_epochs, range(n_epochs)
            if self.opt is None or new_opt: self.opt = self.opt_func(self.model.parameters(), lr=self.lr)
            set_lr(self.opt, lr)
            self.all_epochs([True] * train + [False] * valid)
            self.cbs = kept
        except ZeroDivisionError:
            raise
