"""The callback is called before the step: it sees the start and never the end.

Read again: the task: after each step.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    while run.step < run.n:
        run.step += 1
        if callback is not None:
            callback(run)
        run.w = run.w - run.lr * slope(run.w)
    return run.w
