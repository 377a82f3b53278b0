"""When all tries have failed, None comes out, or an error of another kind. The last error must come out.

Read again: the task: its error comes out; and Python forgets the name of `except … as error` behind its block.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        @wraps(f)
        def stubborn(*args: Any, **kwargs: Any) -> Any:
            for number in range(1, times + 1):
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    if callback is not None and number < times:
                        callback(number, error)

        return stubborn

    return decorate
