"""The error of the first try comes out. The last one is asked for: it says how things are now.

Read again: the task: if the last one fails too, its error comes out.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            first = None
            for number in range(1, times + 1):
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    first = first or error
                    if callback is not None and number < times:
                        callback(number, error)
            raise first

        return stubborn

    return decorate
