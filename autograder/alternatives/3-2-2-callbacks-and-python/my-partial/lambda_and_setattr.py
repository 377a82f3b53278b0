"""a lambda, whose attributes are set in a loop, and the operator | for dictionaries"""


def my_partial(f, /, *args, **kwargs):
    g = lambda *a, **k: f(*[*args, *a], **(kwargs | k))
    for name, value in zip(("func", "args", "keywords"), (f, args, dict(kwargs))):
        setattr(g, name, value)
    return g
