"""You take the slope at the start for all steps. It changes on the way: ask at run.w, each time.

Read again: a marble that says nothing.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    while run.step < run.n:
        run.w = run.w - run.lr * slope(w)
        run.step += 1
        if callback is not None:
            callback(run)
    return run.w
