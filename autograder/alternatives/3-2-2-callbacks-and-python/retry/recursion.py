"""each failed try calls the one behind it"""


def retry(times=3, errors=OSError, callback=None):
    if not times >= 1:
        raise ValueError(times)
    tell = callback or (lambda number, error: None)

    def decorate(f):
        def attempt(number, args, kwargs):
            if number == times:
                return f(*args, **kwargs)
            try:
                return f(*args, **kwargs)
            except errors as error:
                tell(number, error)
            return attempt(number + 1, args, kwargs)

        return wraps(f)(lambda *args, **kwargs: attempt(1, args, kwargs))

    return decorate
