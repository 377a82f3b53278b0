"""kwargs.update changes what was filled in, so each call is remembered by all that follow. Make a new dictionary for each call.

Read again: the task: each time as if for the first time.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        kwargs.update(words)
        return f(*args, *more, **kwargs)

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
