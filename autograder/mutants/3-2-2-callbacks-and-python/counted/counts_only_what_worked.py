"""You count behind the call: a call that fails is not counted.

Read again: the task: c.calls is how often it was called.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    def __init__(self, inner: Any) -> None:
        self.inner, self.calls = inner, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result = self.inner(*args, **kwargs)
        self.calls += 1
        return result

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        return getattr(self.inner, name)
