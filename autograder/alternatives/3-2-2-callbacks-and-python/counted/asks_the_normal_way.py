"""object.__getattribute__ finds inner, or says AttributeError itself"""


class Counted:
    def __init__(self, inner):
        self.inner, self.calls = inner, 0

    def __call__(self, *args, **kwargs):
        try:
            return self.inner(*args, **kwargs)
        finally:
            self.calls += 1

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "inner"), name)
