"""You hand on a copy of the box. A callback that turns the rate turns it in the copy, and the loop never hears of it.

Read again: a box with names on its contents, to be read and to be changed.
"""


def every(k: int, callback: Callable) -> Callable:
    """Call on each k-th step only. Example: every(10, print) prints at steps 10, 20, 30, ..."""
    return lambda run: callback(run) if run.step % k == 0 else None


def all_of(*callbacks: Callable) -> Callable:
    """Make one callback of several. Example: train(11.0, valley, callback=all_of(print, film))"""
    def call(run: Any) -> None:
        for callback in callbacks:
            callback(copy.copy(run))

    return call


class Recorder:
    """Notes the named things at each call. Example: r = Recorder("w"); train(..., r); r["w"] -> [...]"""

    def __init__(self, *names: str) -> None:
        self.notes, self.calls = {name: [] for name in names}, 0

    def __call__(self, run: Any) -> None:
        self.calls += 1
        for name, notes in self.notes.items():
            notes.append(copy.deepcopy(getattr(run, name)))

    def __getitem__(self, name: str) -> list[Any]:
        return self.notes[name]

    def __len__(self) -> int:
        return self.calls
