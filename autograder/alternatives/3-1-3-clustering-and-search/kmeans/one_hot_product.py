"""Sums by a product with one-hot rows; stops early."""


import torch.nn.functional as functional


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    mine = functional.one_hot(labels, len(C)).to(X)  # (n, k)
    count = mine.sum(dim=0)
    new = mine.T @ X / count.clamp(min=1)[:, None]
    order = (X - C[labels]).norm(dim=1).argsort(descending=True)
    lost = (count == 0).nonzero().flatten()
    new[lost] = X[order[: len(lost)]]
    return new


def kmeans(X, k, iters, generator=None, init=None):
    C = init.clone() if init is not None else kmeans_pp(X, k, generator)
    labels = nearest(X, C)
    while iters > 0:
        iters -= 1
        C = recentre(X, C, labels)
        new = nearest(X, C)
        if (new == labels).all():
            break
        labels = new
    return C, labels
