"""You pass on special names: deepcopy asks for __deepcopy__, the tensor inside answers for itself, and the copy is no Counted any more.

Read again: who is copied is the one in front.
"""


class Counted:
    """Stands in for inner, and counts its calls. Example: c = Counted(abs); c(-2) -> 2; c.calls -> 1"""

    def __init__(self, inner: Any) -> None:
        self.inner, self.calls = inner, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.inner(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name == "inner":
            raise AttributeError(name)
        return getattr(self.inner, name)
