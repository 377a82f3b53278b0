"""an object with __call__ and three attributes"""


class _Filled:
    def __init__(self, func, args, keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __call__(_self, /, *more, **words):
        return _self.func(*_self.args, *more, **{**_self.keywords, **words})


def my_partial(f, /, *args, **kwargs):
    return _Filled(f, args, kwargs)
