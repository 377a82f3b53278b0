"""You look left, right, up and down, but not across the corners: in the plane nine cells are near, not five.

Read again: Twice the sheep, four times the work: all combinations of -1, 0, +1.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    around = [way for way in product((-1, 0, 1), repeat=X.shape[1]) if sum(map(abs, way)) < 2]
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
