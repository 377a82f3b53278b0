"""itertools counts, the box is its loop variable"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    from itertools import count

    if run.n < 1:
        return run.w
    for run.step in count(1):
        run.w = run.w - run.lr * slope(run.w)
        if callback is not None:
            callback(run)
        if not run.step < run.n:
            return run.w
