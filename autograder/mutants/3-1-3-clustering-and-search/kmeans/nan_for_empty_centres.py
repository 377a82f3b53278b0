"""A centre without points becomes 0 / 0, not a number, and spoils all that comes after it.

Read again: Predict, then run: the third baker.
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C).index_add_(0, labels, X) / count[:, None]
    return new


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        C = recentre(X, C, labels)
        labels = nearest(X, C)
    return C, labels
