"""Predicts batch by batch, then measures all predictions in one go."""


def evaluate(model, loss_func, dl):
    model.eval()
    predictions, targets = [], []
    with torch.no_grad():
        for xb, yb in dl:
            predictions.append(model(xb))
            targets.append(yb)
    logits, y = torch.cat(predictions), torch.cat(targets)
    return float(loss_func(logits, y)), float((logits.argmax(-1) == y).float().mean())


def fit(n_epochs, model, loss_func, opt, train_dl, valid_dl):
    def epoch():
        model.train()
        for batch in train_dl:
            opt.zero_grad()
            loss_func(model(batch[0]), batch[1]).backward()
            opt.step()
        return evaluate(model, loss_func, valid_dl)

    return [epoch() for _ in range(n_epochs)]
