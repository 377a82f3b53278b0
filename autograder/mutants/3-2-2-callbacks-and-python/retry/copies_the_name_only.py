"""Name and help are copied by hand; the signature is not the original's. @wraps(f) does all of it.

Read again: wraps keeps f itself as __wrapped__.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            for number in range(1, times):
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    if callback is not None:
                        callback(number, error)
            return f(*args, **kwargs)

        stubborn.__name__, stubborn.__doc__ = f.__name__, f.__doc__
        return stubborn

    return decorate
