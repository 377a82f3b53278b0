"""The inner function ends without `return`, so it gives None: the very mistake that this tool should mend.

Read again: a function that waits: what comes out where a transform returns nothing.
"""


def inplace(f: Callable[..., Any]) -> Callable[..., Any]:
    """Let f, which changes its first argument, return it. Example: inplace(list.sort)([2, 1]) -> [1, 2]"""
    @wraps(f)
    def changed(x: Any, *args: Any, **kwargs: Any) -> Any:
        f(x, *args, **kwargs)

    return changed
