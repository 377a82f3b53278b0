"""one loop; the last try raises from within"""


def retry(times=3, errors=OSError, callback=None):
    if times <= 0:
        raise ValueError("at least one try")

    def decorate(f):
        @wraps(f)
        def stubborn(*args, **kwargs):
            number = 0
            while True:
                try:
                    return f(*args, **kwargs)
                except errors as error:
                    number += 1
                    if number >= times:
                        raise
                    if callback is not None:
                        callback(number, error)

        return stubborn

    return decorate
