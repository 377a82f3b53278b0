"""f is called once while it is decorated.

Read again: the three levels: what is known at each of them.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        with suppress(Exception):
            f()

        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            for number in range(1, times):
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    if callback is not None:
                        callback(number, error)
            return f(*args, **kwargs)

        return stubborn

    return decorate
