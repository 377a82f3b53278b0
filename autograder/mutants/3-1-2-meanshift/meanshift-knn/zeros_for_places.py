"""Everyone ends at 0: new places were reserved, and never written.

Read again: Exercise meanshift_knn: everyone walks to the average of their k nearest points.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    around = list(product((-1, 0, 1), repeat=X.shape[1]))
    for _ in range(steps):
        new, found = torch.zeros_like(X), cells(X, 4 * bw)
        for cell, rows in found.items():
            keys = [tuple(c + step for c, step in zip(cell, way)) for way in around]
            near = X[torch.cat([found[key] for key in keys if key in found])]
            d, order = dist(X[rows], near).topk(min(k, len(near)), largest=False)
            w = fog(d, bw)
            new[rows].copy_(torch.einsum("nk,nkd->nd", w, near[order]) / w.sum(dim=1, keepdim=True))
        X = new
    return X
