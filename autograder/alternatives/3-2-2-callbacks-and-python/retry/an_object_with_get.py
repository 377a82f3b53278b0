"""a class of decorators, whose object makes functions"""


class retry:
    def __init__(self, times=3, errors=OSError, callback=None):
        if times < 1:
            raise ValueError("times")
        self.times, self.callback = times, callback
        self.errors = errors if isinstance(errors, tuple) else (errors,)

    def __call__(self, f):
        @functools.wraps(f)
        def again(*args, **kwargs):
            failed = []
            while len(failed) < self.times:
                if failed and self.callback is not None:
                    self.callback(len(failed), failed[-1])
                try:
                    return f(*args, **kwargs)
                except Exception as error:
                    if not isinstance(error, self.errors):
                        raise
                    failed.append(error)
            raise failed[-1]

        return again
