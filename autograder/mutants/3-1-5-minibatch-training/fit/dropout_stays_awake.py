"""evaluate leaves the model in train mode: dropout switches off half of it while you measure.

Read again: a network in two moods.
"""


def evaluate(model: Any, loss_func: Callable, dl: Iterable) -> tuple[float, float]:
    """Measure loss and accuracy over all samples of dl. Example: evaluate(...) -> (0.41, 0.85)"""
    loss = right = n = 0.0
    with torch.no_grad():
        for xb, yb in dl:
            logits = model(xb)
            loss += loss_func(logits, yb).item() * len(yb)
            right += accuracy(logits, yb).item() * len(yb)
            n += len(yb)
    return loss / n, right / n


def fit(
    n_epochs: int, model: Any, loss_func: Callable, opt: Any, train_dl: Iterable, valid_dl: Iterable
) -> list[tuple[float, float]]:
    """Train; return (loss, accuracy) on valid_dl for each epoch. Example: fit(5, ...)[-1]"""
    history = []
    for _ in range(n_epochs):
        model.train()
        for xb, yb in train_dl:
            loss_func(model(xb), yb).backward()
            opt.step()
            opt.zero_grad()
        history.append(evaluate(model, loss_func, valid_dl))
    return history
