"""looks into its own dictionary first, without a recursion"""


class Counted:
    def __init__(self, inner):
        self.inner = inner
        self.calls = 0

    def __call__(self, *args, **kwargs):
        self.calls = self.calls + 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name):
        special = name[:2] == "__" == name[-2:]
        if special or "inner" not in vars(self):
            raise AttributeError(f"{type(self).__name__} has no {name}")
        return getattr(vars(self)["inner"], name)
