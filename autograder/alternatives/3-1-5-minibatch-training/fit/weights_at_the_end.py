"""Collects means and sizes, and takes the weighted mean behind the loop."""


@torch.no_grad()
def evaluate(model, loss_func, dl):
    model.eval()
    rows = []
    for xb, yb in dl:
        logits = model(xb)
        rows.append((len(yb), loss_func(logits, yb), accuracy(logits, yb)))
    n, losses, rights = (torch.tensor([float(v) for v in column]) for column in zip(*rows))
    return (n @ losses / n.sum()).item(), (n @ rights / n.sum()).item()


def train_one(model, loss_func, opt, dl):
    model.train()
    for xb, yb in dl:
        loss_func(model(xb), yb).backward()
        opt.step()
        opt.zero_grad()


def fit(n_epochs, model, loss_func, opt, train_dl, valid_dl):
    history = []
    for _ in range(n_epochs):
        train_one(model, loss_func, opt, train_dl)
        history.append(evaluate(model, loss_func, valid_dl))
    return history
