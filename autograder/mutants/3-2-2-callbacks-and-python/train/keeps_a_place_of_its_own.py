"""You keep the place in a variable of your own and only show it in the box: a callback that puts the marble elsewhere is ignored.

Read again: the task: what a callback changes in the box counts from then on.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    while run.step < run.n:
        w = w - run.lr * slope(w)
        run.w, run.step = w, run.step + 1
        if callback is not None:
            callback(run)
    return w
