"""Pairs from near_pairs, joined by union-find."""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    who, whom = (pair.tolist() for pair in near_pairs(X, eps))
    count = [0] * len(X)
    for i in who:
        count[i] += 1
    core = [c >= min_pts for c in count]
    parent = list(range(len(X)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in zip(who, whom):
        if core[i] and core[j]:
            a, b = sorted((root(i), root(j)))
            parent[b] = a
    roots = sorted({root(i) for i in range(len(X)) if core[i]})
    labels = [roots.index(root(i)) if core[i] else len(roots) for i in range(len(X))]
    for i, j in zip(who, whom):
        if core[j] and not core[i]:
            labels[i] = min(labels[i], roots.index(root(j)))
    return torch.tensor([-1 if label == len(roots) else label for label in labels])
