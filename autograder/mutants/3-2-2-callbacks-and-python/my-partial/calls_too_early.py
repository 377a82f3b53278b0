"""You call f while filling in. It should run when the partial is called, with all its arguments.

Read again: the task: it gives a function.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    try:
        f(*args, **kwargs)
    except TypeError:
        pass  # something is missing yet

    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
