"""The inner function takes one argument: whatever else a caller gives is refused. Take *args and **kwargs and pass them on.

Read again: the task: further arguments, also named ones.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any) -> Any:
        f(x)
        return x

    return changed
