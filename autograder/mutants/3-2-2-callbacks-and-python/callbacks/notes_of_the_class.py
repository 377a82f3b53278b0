"""The notes stand in the class, so all recorders write into one book. Make them in __init__, on self.

Read again: the task: two recorders have nothing in common.
"""


def every(k: int, callback: Callable) -> Callable:
    """Call on each k-th step only. Example: every(10, print) prints at steps 10, 20, 30, ..."""
    return lambda run: callback(run) if run.step % k == 0 else None


def all_of(*callbacks: Callable) -> Callable:
    """Make one callback of several. Example: train(11.0, valley, callback=all_of(print, film))"""
    def call(run: Any) -> None:
        for callback in callbacks:
            callback(run)

    return call


class Recorder:
    """Notes the named things at each call. Example: r = Recorder("w"); train(..., r); r["w"] -> [...]"""

    notes: dict[str, list[Any]] = {}

    def __init__(self, *names: str) -> None:
        self.notes.update({name: self.notes.get(name, []) for name in names})
        self.names, self.calls = names, 0

    def __call__(self, run: Any) -> None:
        self.calls += 1
        for name in self.names:
            self.notes[name].append(copy.deepcopy(getattr(run, name)))

    def __getitem__(self, name: str) -> list[Any]:
        return self.notes[name]

    def __len__(self) -> int:
        return self.calls
