"""A callback can end your walk, but not make it longer: range(n) has an end of its own. Ask `run.step < run.n` before each step.

Read again: the task: what a callback changes in the box counts from then on.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    for run.step in range(1, n + 1):
        run.w = run.w - run.lr * slope(run.w)
        if callback is not None:
            callback(run)
        if run.step >= run.n:
            break
    return run.w
