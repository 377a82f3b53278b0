"""without functools: name and docstring are set on the inner function"""


def inplace(f):
    def changed(*args, **kwargs):
        f(*args, **kwargs)
        return args[0]

    changed.__name__, changed.__doc__ = f.__name__, f.__doc__
    return changed
