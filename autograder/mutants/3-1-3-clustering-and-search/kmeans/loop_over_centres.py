"""The averages are right, but a loop walks through all points once for each centre.

Read again: Both moves: one walk, in which every point adds itself to its own centre's sum.
"""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    count = labels.bincount(minlength=len(C))
    new = torch.zeros_like(C)
    for j in range(len(C)):
        if count[j]:
            new[j] = X[labels == j].mean(dim=0)
    if empty := int((count == 0).sum()):
        ways = (X - C[labels]).square().sum(dim=1)
        new[count == 0] = X[ways.topk(empty).indices]
    return new


def kmeans(X: Tensor, k: int, iters: int, generator=None, init=None) -> tuple[Tensor, Tensor]:
    C = kmeans_pp(X, k, generator) if init is None else init
    labels = nearest(X, C)
    for _ in range(iters):
        C = recentre(X, C, labels)
        labels = nearest(X, C)
    return C, labels
