"""What was filled in cannot be looked at: set func, args and keywords on the function that you return.

Read again: the task: it carries func, args and keywords.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**kwargs, **words})

    return waiting
