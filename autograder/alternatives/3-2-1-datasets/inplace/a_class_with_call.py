"""an object that remembers f, updated to look like it"""


class inplace:
    def __init__(self, f):
        import functools

        self.f = f
        functools.update_wrapper(self, f)

    def __call__(self, x, *args, **kwargs):
        self.f(x, *args, **kwargs)
        return x
