"""You return an object with __call__. In a class, only a function becomes a method: self is lost.

Read again: the task: methods can be decorated too.
"""


def retry(times: int = 3, errors: Any = OSError, callback: Callable | None = None) -> Callable:
    """Make a decorator that tries again. Example: retry(times=5)(load)("cat.png") -> the picture"""
    if times < 1:
        raise ValueError(f"times must be at least 1, not {times}")

    def decorate(f: Callable) -> Callable:
        class Stubborn:
            def __init__(self) -> None:
                functools.update_wrapper(self, f)

            def __call__(self, *args: Any, **kwargs: Any) -> Any:
                for number in range(1, times):
                    try:
                        return f(*args, **kwargs)
                    except errors as error:
                        if callback is not None:
                            callback(number, error)
                return f(*args, **kwargs)

        return Stubborn()

    return decorate
