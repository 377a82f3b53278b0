"""No decorator: one method that runs a scope."""


class Learner:
    def __init__(self, model, dls, loss_func, lr=0.1, cbs=(), opt_func=torch.optim.SGD):
        self.__dict__.update(model=model, dls=dls, loss_func=loss_func, lr=lr, cbs=[*cbs], opt_func=opt_func, opt=None)

    def callback(self, event):
        run_cbs(self.cbs, event, self)

    def scope(self, name, body):
        left = None
        try:
            self.callback("before_" + name)
            body()
            self.callback("after_" + name)
        except CANCELS[name]:
            pass
        except BaseException as error:
            left = error
        with suppress(*([CancelException] if left else [])):
            self.callback("cleanup_" + name)
        if left:
            raise left

    def one_batch(self):
        def body():
            for event in BATCH[: 9 if self.training else 4]:
                own = getattr(self, event, None)
                own() if own else self.callback(event)

        self.scope("batch", body)

    def one_epoch(self):
        def body():
            for self.iter, self.batch in enumerate(self.dl):
                self.one_batch()

        self.scope("epoch", body)

    def all_epochs(self, passes):
        def body():
            for self.epoch in self.epochs:
                for self.training in passes:
                    self.dl = (self.dls.valid, self.dls.train)[self.training]
                    self.model.train(mode=self.training)
                    with torch.set_grad_enabled(self.training):
                        self.one_epoch()

        self.scope("fit", body)

    def fit(self, n_epochs=1, lr=None, cbs=(), train=True, valid=True, new_opt=False):
        before, self.cbs = self.cbs, list(self.cbs) + list(cbs)
        self.n_epochs, self.epochs = n_epochs, range(n_epochs)
        try:
            if new_opt or not self.opt:
                self.opt = self.opt_func(self.model.parameters(), lr=self.lr)
            if lr is not None:
                for group in self.opt.param_groups:
                    group.update(lr=lr)
            self.all_epochs([p for p, wanted in ((True, train), (False, valid)) if wanted])
        finally:
            self.cbs = before
