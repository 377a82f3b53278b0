"""You append what the call brings to what was filled in, so it is there in the following call too.

Read again: the task: each time as if for the first time.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    kept = list(args)

    def waiting(*more: Any, **words: Any) -> Any:
        kept.extend(more)
        return f(*kept, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
