"""What the call brings stands in front of what was filled in. The law says: p(f, a)(b) is f(a, b).

Read again: two arguments, one at a time: what was filled in first stands first.
"""


def my_partial(f: Callable, /, *args: Any, **kwargs: Any) -> Callable:
    """Fill in some arguments of f now. Example: my_partial(int, base=2)("101") -> 5"""
    def waiting(*more: Any, **words: Any) -> Any:
        return f(*more, *args, **{**kwargs, **words})

    waiting.func, waiting.args, waiting.keywords = f, args, kwargs
    return waiting
