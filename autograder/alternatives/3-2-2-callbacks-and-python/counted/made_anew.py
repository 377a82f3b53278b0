"""__reduce__ makes a copy by calling the class, a pattern finds special names"""

import re


def _again(inner, calls):
    counted = Counted(inner)
    counted.calls = calls
    return counted


class Counted:
    def __init__(self, inner):
        self.inner, self.calls = inner, 0

    def __reduce__(self):
        return _again, (self.inner, self.calls)

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name):
        if re.fullmatch("__.*__|inner|calls", name):
            raise AttributeError(name)
        return getattr(self.inner, name)
