"""an endless loop, left by break; no callback is a function that does nothing"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    tell = (lambda run: None) if callback is None else callback
    while True:
        if run.step >= run.n:
            break
        slopes = slope(run.w)
        run.w, run.step = run.w - slopes * run.lr, run.step + 1
        tell(run)
    return run.w
