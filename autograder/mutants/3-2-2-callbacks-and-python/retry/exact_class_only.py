"""You compare the class exactly. A TimeoutError is an OSError too: except asks for subclasses.

Read again: the task: raises one of errors.
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
                    return f(*args, **kwargs)
                except Exception as error:
                    if type(error) not in (errors if isinstance(errors, tuple) else (errors,)):
                        raise
                    if callback is not None:
                        callback(number, error)
            return f(*args, **kwargs)

        return stubborn

    return decorate
