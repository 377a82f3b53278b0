"""The function that waits takes exactly one argument. It should take whatever comes: *more, **words.

Read again: a star collects.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(more: Any, **words: Any) -> Any:
        return f(*args, more, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
