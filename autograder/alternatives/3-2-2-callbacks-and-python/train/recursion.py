"""each step calls the one behind it"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    def go_on():
        if run.step >= run.n:
            return run.w
        run.step += 1
        run.w = run.w + -run.lr * slope(run.w)
        if callback is not None:
            callback(run)
        return go_on()

    return go_on()
