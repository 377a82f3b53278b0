"""You ask for the slope twice a step. With a large network that is half of the time of a training.

Read again: the task: n steps `w - lr * slope(w)`.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    while run.step < run.n:
        slope(run.w)
        run.w = run.w - run.lr * slope(run.w)
        run.step += 1
        if callback is not None:
            callback(run)
    return run.w
