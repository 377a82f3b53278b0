"""f runs twice in a single call: what it changes is changed twice.

Read again: in place, again and again.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        f(x, *args, **kwargs)
        f(x, *args, **kwargs)
        return x

    return changed
