"""A name that was filled in wins over the one in the call. In a merged dictionary what stands behind wins: words last.

Read again: of two dictionaries in one.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**words, **kwargs})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
