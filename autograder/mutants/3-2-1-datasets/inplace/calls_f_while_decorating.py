"""You call f in the body of inplace, so it runs once while the function is decorated, with nothing to work on.

Read again: a decorator: the outer function hands the inner one over, the inner one works.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    try:
        f(None)
    except Exception:
        pass

    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        f(x, *args, **kwargs)
        return x

    return changed
