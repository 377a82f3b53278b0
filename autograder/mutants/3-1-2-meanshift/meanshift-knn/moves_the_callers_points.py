"""You write the new places into X: your caller's points are gone.

Read again: Exercise meanshift_knn: X is not touched.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    around = list(product((-1, 0, 1), repeat=X.shape[1]))
    for _ in range(steps):
        new, found = X.clone(), cells(X, 4 * bw)
        for cell, rows in found.items():
            keys = [tuple(c + step for c, step in zip(cell, way)) for way in around]
            near = X[torch.cat([found[key] for key in keys if key in found])]
            d, order = dist(X[rows], near).topk(min(k, len(near)), largest=False)
            w = fog(d, bw)
            new[rows] = torch.einsum("nk,nkd->nd", w, near[order]) / w.sum(dim=1, keepdim=True)
        X.copy_(new)
    return X.clone()
