"""Every function that you decorate is called by the name of your inner one, without a docstring: put @wraps(f) above it.

Read again: what it breaks: who is greet now?
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        f(x, *args, **kwargs)
        return x

    return changed
