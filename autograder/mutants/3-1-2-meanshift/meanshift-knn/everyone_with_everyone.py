"""You measure everyone against everyone and then keep k: the number of distances still grows with the square.

Read again: Twice the sheep, four times the work: do not measure what you can know to be far.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    for _ in range(steps):
        d, order = dist(X, X).topk(min(k, len(X)), largest=False)
        w = fog(d, bw)
        X = torch.einsum("nk,nkd->nd", w, X[order]) / w.sum(dim=1, keepdim=True)
    return X
