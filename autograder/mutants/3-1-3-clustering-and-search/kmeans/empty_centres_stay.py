"""A centre without points stays where it is, useless for ever. It should go to the point that is worst off.

Read again: Both moves: a centre without points moves onto the point that is worst off.
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C).index_add_(0, labels, X) / count.clamp(min=1)[:, None]
    if empty := int((count == 0).sum()):
        new[count == 0] = C[count == 0]
    return new


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        C = recentre(X, C, labels)
        labels = nearest(X, C)
    return C, labels
