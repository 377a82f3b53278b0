"""partials of plain functions; copies by packing and unpacking"""


def _every(k, callback, run):
    if run.step % k == 0:
        callback(run)


def every(k, callback):
    return functools.partial(_every, k, callback)


def _all_of(callbacks, run):
    for callback in callbacks:
        callback(run)


def all_of(*callbacks):
    return functools.partial(_all_of, list(callbacks))


class Recorder:
    def __init__(self, *names):
        self.columns = [[] for _ in names]
        self.names = list(names)
        self.n = 0

    def __call__(self, run):
        for column, name in zip(self.columns, self.names):
            column.append(pickle.loads(pickle.dumps(getattr(run, name))))
        self.n += 1

    def __getitem__(self, name):
        return self.columns[self.names.index(name)]

    def __len__(self):
        return self.n
