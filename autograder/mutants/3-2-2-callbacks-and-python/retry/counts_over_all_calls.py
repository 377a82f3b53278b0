"""You count in the decorator: the tries of the first call are missing in the second.

Read again: the task: each call begins anew.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        numbers = iter(range(1, times))

        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            for number in numbers:
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    if callback is not None:
                        callback(number, error)
            return f(*args, **kwargs)

        return stubborn

    return decorate
