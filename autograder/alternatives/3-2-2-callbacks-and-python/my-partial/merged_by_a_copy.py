"""copies the dictionary and updates the copy, adds tuples"""


def my_partial(f, /, *args, **kwargs):
    def call(*rest, **named):
        merged = kwargs.copy()
        merged.update(named)
        return f(*(args + rest), **merged)

    call.func = f
    call.args = args
    call.keywords = kwargs
    return call
