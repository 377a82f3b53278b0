"""You refuse what begins with two underscores, whatever its end. Special names have two at both ends.

Read again: the task: special names, which begin and end with two underscores.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    def __init__(self, inner: Any) -> None:
        self.inner, self.calls = inner, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or (name.startswith("__")):
            raise AttributeError(name)
        return getattr(self.inner, name)
