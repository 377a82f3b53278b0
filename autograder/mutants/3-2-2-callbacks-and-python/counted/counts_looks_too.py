"""Asking for an attribute counts as a call.

Read again: the task: c.calls is how often it was called.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    def __init__(self, inner: Any) -> None:
        self.inner, self.calls = inner, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        self.calls += 1
        return getattr(self.inner, name)
