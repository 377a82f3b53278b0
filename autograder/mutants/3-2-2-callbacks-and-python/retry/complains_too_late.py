"""times below 1 is noticed when the function is called, perhaps hours later. Ask in retry itself.

Read again: the task: at once, when retry is called.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    def decorate(f: Callable) -> Callable:
        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            if times < 1:
                raise ValueError(f"times must be at least 1, not {times}")
            for number in range(1, times):
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    if callback is not None:
                        callback(number, error)
            return f(*args, **kwargs)

        return stubborn

    return decorate
