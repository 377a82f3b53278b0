"""args is a list. A tuple is asked for: nobody should be able to change what was filled in.

Read again: the task: args (a tuple).
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*args, *more, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, list(args), kwargs
    return waiting
