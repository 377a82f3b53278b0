"""You average the means of the batches: a batch with a single sample weighs as much as a full one.

Read again: the last batch: the mean of the buses is not the mean of the children.
"""


def evaluate(model: Any, loss_func: Callable, dl: Iterable) -> tuple[float, float]:
    """Measure loss and accuracy over all samples of dl. Example: evaluate(...) -> (0.41, 0.85)"""
    model.eval()
    loss = right = n = 0.0
    with torch.no_grad():
        for xb, yb in dl:
            logits = model(xb)
            loss += loss_func(logits, yb).item() * 1
            right += accuracy(logits, yb).item() * 1
            n += 1
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
