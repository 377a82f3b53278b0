"""`step` wipes the slopes: whoever looks at them in `after_step` finds none.

Read again: one thing at each event.
"""


class TrainLearner(Learner):
    """A Learner that trains by itself, on batches (x, *targets). Example: TrainLearner(model, dls, F.mse_loss).fit(3)"""
    def predict(self) -> None: self.preds = self.model(self.batch[0])
    def get_loss(self) -> None: self.loss = self.loss_func(self.preds, *self.batch[1:])
    def backward(self) -> None: self.loss.backward()
    def step(self) -> None: self.opt.step()
    def zero_grad(self) -> None: self.opt.zero_grad()


class MomentumLearner(TrainLearner):
    """A TrainLearner whose slopes fade instead of vanishing. Example: MomentumLearner(model, dls, F.mse_loss, mom=0.9)"""
    def __init__(self, *args: Any, mom: float = 0.85, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mom = mom

    def zero_grad(self) -> None:
        for p in self.model.parameters():
            if p.grad is not None: p.grad *= self.mom


class TrainCB(Callback):
    """Predict, loss, backward, step, zero_grad. Example: TrainCB(n_inp=2) for batches (x, t, y)"""
    def __init__(self, n_inp: int = 1) -> None: self.n_inp = n_inp

    def predict(self, learn: Any) -> None: learn.preds = learn.model(*learn.batch[: self.n_inp])
    def get_loss(self, learn: Any) -> None: learn.loss = learn.loss_func(learn.preds, *learn.batch[self.n_inp :])
    def backward(self, learn: Any) -> None: learn.loss.backward()
    def step(self, learn: Any) -> None: learn.opt.step(); learn.opt.zero_grad()
    def zero_grad(self, learn: Any) -> None: learn.opt.zero_grad()


class DeviceCB(Callback):
    """Move model and batches to the device. Example: DeviceCB("cuda")"""
    order = -10  # before everybody who looks at the batch

    def __init__(self, device: Any = utils.def_device) -> None: self.device = device

    def before_fit(self, learn: Any) -> None: learn.model.to(self.device)
    def before_batch(self, learn: Any) -> None: learn.batch = utils.to_device(learn.batch, self.device)
