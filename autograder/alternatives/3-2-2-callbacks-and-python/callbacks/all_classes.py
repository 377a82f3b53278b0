"""three classes with __call__"""


class every:
    def __init__(self, k, callback):
        self.k, self.callback = k, callback

    def __call__(self, run):
        if not run.step % self.k:
            self.callback(run)


class all_of:
    def __init__(self, *callbacks):
        self.callbacks = callbacks

    def __call__(self, run):
        for callback in self.callbacks:
            callback(run)


class Recorder:
    def __init__(self, *names):
        self.names, self.rows = names, []

    def __call__(self, run):
        self.rows.append({name: copy.deepcopy(getattr(run, name)) for name in self.names})

    def __getitem__(self, name):
        if name not in self.names:
            raise KeyError(name)
        return [row[name] for row in self.rows]

    def __len__(self):
        return len(self.rows)
