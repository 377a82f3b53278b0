"""func is the function that waits, not the one that was filled in.

Read again: the task: func is what was filled in.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = waiting, args, kwargs
    return waiting
