"""Without the bare `/` in the signature, a keyword called f, which is meant for the function, collides with your own argument.

Read again: the task: the bare `/` in the signature.
"""


def my_partial(f: Callable, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
