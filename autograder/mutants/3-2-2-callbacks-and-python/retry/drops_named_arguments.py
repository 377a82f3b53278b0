"""Arguments that are given by name are lost at the first try, or at the last.

Read again: a star collects, a star hands out.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            for number in range(1, times):
                try:
                    return f(*args)
                except errors as error:
                    if callback is not None:
                        callback(number, error)
            return f(*args)

        return stubborn

    return decorate
