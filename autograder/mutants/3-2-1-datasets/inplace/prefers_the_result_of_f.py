"""You return f's result where there is one. The text says: the first argument, whatever f returned.

Read again: the task: whatever `f` returned.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        result = f(x, *args, **kwargs)
        return x if result is None else result

    return changed
