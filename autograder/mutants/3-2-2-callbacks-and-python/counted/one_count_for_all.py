"""The count stands in the class: all stand-ins count together.

Read again: the task: c.calls is how often this one was called.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    calls = 0

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        Counted.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        return getattr(self.inner, name)
