"""You take over the attributes of inner once, at the beginning: methods are not among them, and what changes later is not seen.

Read again: pass on: it is asked for what is not there.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    def __init__(self, inner: Any) -> None:
        self.__dict__.update(vars(inner) if hasattr(inner, "__dict__") else {})
        self.inner, self.calls = inner, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "inner" or (name.startswith("__") and name.endswith("__")):
            raise AttributeError(name)
        raise AttributeError(name)
