"""You look only into your own cell: a flock that lies on a border ends in pieces.

Read again: Twice the sheep, four times the work: look into the neighbouring cells, too.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    around = list([(0,) * X.shape[1]])
    for _ in range(steps):
        new, found = X.clone(), cells(X, 4 * bw)
        for cell, rows in found.items():
            keys = [tuple(c + step for c, step in zip(cell, way)) for way in around]
            near = X[torch.cat([found[key] for key in keys if key in found])]
            d, order = dist(X[rows], near).topk(min(k, len(near)), largest=False)
            w = fog(d, bw)
            new[rows] = torch.einsum("nk,nkd->nd", w, near[order]) / w.sum(dim=1, keepdim=True)
        X = new
    return X
