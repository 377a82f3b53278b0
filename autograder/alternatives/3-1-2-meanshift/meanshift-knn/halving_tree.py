"""A tree that halves the points; boxes too far away are not opened."""


def halve(X, rows, leaf):
    box = (X[rows].amin(dim=0), X[rows].amax(dim=0))
    if len(rows) <= leaf:
        return box, rows, None
    axis = int((box[1] - box[0]).argmax())
    rows = rows[X[rows, axis].argsort()]
    middle = len(rows) // 2
    return box, None, (halve(X, rows[:middle], leaf), halve(X, rows[middle:], leaf))


def reach(node, box, far):
    (low, high), rows, children = node
    gap = (low - box[1]).clamp(min=0) + (box[0] - high).clamp(min=0)
    if (gap > far).any():
        return []
    return (
        [rows] if children is None else reach(children[0], box, far) + reach(children[1], box, far)
    )


def leaves(node):
    return [node] if node[2] is None else leaves(node[2][0]) + leaves(node[2][1])


def meanshift_knn(X, bw, k, steps=5, dist=torch.cdist):
    for _ in range(steps):
        tree, new = halve(X, torch.arange(len(X), device=X.device), 8), X.clone()
        for box, rows, _ in leaves(tree):
            near = X[torch.cat(reach(tree, box, 4 * bw))]
            d, order = dist(X[rows], near).topk(min(k, len(near)), largest=False)
            w = fog(d, bw)
            new[rows] = (w[..., None] * near[order]).sum(dim=1) / w.sum(dim=1, keepdim=True)
        X = new
    return X
