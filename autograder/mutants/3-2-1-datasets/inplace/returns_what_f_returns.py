"""You hand on what f returns; a function that changes its argument returns None, and that is your data then.

Read again: a function that waits: what comes out where a transform returns nothing.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        return f(x, *args, **kwargs)

    return changed
