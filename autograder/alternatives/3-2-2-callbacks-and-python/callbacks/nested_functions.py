"""functions within functions, comprehensions for their effect, a recorder that is a dictionary"""


def every(k, callback):
    def now_and_then(run):
        if run.step // k * k == run.step:
            return callback(run)

    return now_and_then


def all_of(*callbacks):
    return lambda run: [callback(run) for callback in callbacks]


class Recorder(dict):
    def __init__(self, *names):
        super().__init__((name, []) for name in names)
        self.calls = 0

    def __call__(self, run):
        self.calls += 1
        for name in self:
            self[name] += [copy.deepcopy(vars(run)[name])]

    def __len__(self):
        return self.calls
