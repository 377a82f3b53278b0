"""The labels belong to the centres *before* their last move: choose once more among those that you return.

Read again: Help: labels and centres do not belong together.
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C).index_add_(0, labels, X) / count.clamp(min=1)[:, None]
    if empty := int((count == 0).sum()):
        ways = (X - C[labels]).square().sum(dim=1)
        new[count == 0] = X[ways.topk(empty).indices]
    return new


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        labels = nearest(X, C)
        C = recentre(X, C, labels)
    return C, labels
