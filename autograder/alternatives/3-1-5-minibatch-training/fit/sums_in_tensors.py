"""Sums stay 0-d tensors, the mode is set by train(False), results come as lists."""


def evaluate(model, loss_func, dl):
    model.train(False)
    sums = torch.zeros(3, dtype=torch.float64)
    with torch.inference_mode():
        for xb, yb in dl:
            pred, n = model(xb), yb.shape[0]
            right = (pred.argmax(1) == yb).sum()
            sums += torch.stack([loss_func(pred, yb).double() * n, right.double(), torch.tensor(float(n))])
    return [sums[0] / sums[2], sums[1] / sums[2]]


def fit(n_epochs, model, loss_func, opt, train_dl, valid_dl):
    results = []
    for epoch in range(n_epochs):
        model.train(True)
        for xb, yb in train_dl:
            opt.zero_grad()
            loss = loss_func(model(xb), yb)
            loss.backward()
            opt.step()
        results.append(evaluate(model, loss_func, valid_dl))
        print(epoch, *results[-1])
    return results
