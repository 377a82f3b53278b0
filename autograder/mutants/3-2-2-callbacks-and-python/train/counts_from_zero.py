"""The callback is called before the step is counted: at the first step it is told 0 steps are done.

Read again: the task: run.step is the number of steps done.
"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    while run.step < run.n:
        run.w = run.w - run.lr * slope(run.w)
        if callback is not None:
            callback(run)
        run.step += 1
    return run.w
