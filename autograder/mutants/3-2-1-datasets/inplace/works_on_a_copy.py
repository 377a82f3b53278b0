"""You copy the argument and change the copy. In place means: the object that came in is changed, and comes back.

Read again: the task: the first argument itself.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        x = x.copy() if hasattr(x, "copy") else x
        f(x, *args, **kwargs)
        return x

    return changed
