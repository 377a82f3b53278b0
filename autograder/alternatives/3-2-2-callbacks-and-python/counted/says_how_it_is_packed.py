"""its own __getstate__ and __setstate__"""


class Counted:
    def __init__(self, inner):
        self.inner, self.calls = inner, 0

    def __getstate__(self):
        return self.inner, self.calls

    def __setstate__(self, state):
        self.inner, self.calls = state

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name):
        if name in ("inner", "calls") or name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.inner, name)
