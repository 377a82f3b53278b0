"""Centres go only half of the way to the average.

Read again: Why the average, and why it ends: the average is the best place.
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C).index_add_(0, labels, X) / count.clamp(min=1)[:, None]
    if empty := int((count == 0).sum()):
        ways = (X - C[labels]).square().sum(dim=1)
        new[count == 0] = X[ways.topk(empty).indices]
    return (new + C) / 2


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        C = recentre(X, C, labels)
        labels = nearest(X, C)
    return C, labels
