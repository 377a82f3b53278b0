"""Names that are given in the call do not arrive: collect them with two stars and hand them on.

Read again: a star collects, a star hands out.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **kwargs)

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
