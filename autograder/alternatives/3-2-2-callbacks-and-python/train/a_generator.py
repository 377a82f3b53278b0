"""a generator takes the steps, the loop tells"""


def train(w: Any, slope: Callable, lr: float = 0.1, n: int = 20, callback: Callable | None = None) -> Any:
    """Walk n steps downhill from w, and tell. Example: train(11.0, valley, 0.25, 1) -> 7.0"""
    run = SimpleNamespace(w=w, lr=lr, n=n, step=0)
    def steps():
        while run.step < run.n:
            run.w = run.w - run.lr * slope(run.w)
            run.step = run.step + 1
            yield run

    for box in steps():
        if callback is not None:
            callback(box)
    return run.w
