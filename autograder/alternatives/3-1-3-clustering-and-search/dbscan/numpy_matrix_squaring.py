"""Who reaches whom by squaring the table of core pairs, in NumPy."""


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    x = X.double().numpy()
    near = np.sqrt(((x[:, None] - x) ** 2).sum(axis=2)) <= eps
    core = near.sum(axis=1) >= min_pts
    reach = (near & core & core[:, None]).astype(np.float32)
    while True:
        further = (reach @ reach > 0).astype(np.float32)
        if (further == reach).all():
            break
        reach = further
    first = np.where(core, (reach > 0).argmax(axis=1), len(x))
    order = np.unique(first[core])
    labels = np.full(len(x), -1)
    for i in range(len(x)):
        seen = first[near[i] & core] if not core[i] else first[i : i + 1]
        if len(seen):
            labels[i] = np.searchsorted(order, seen.min())
    return torch.from_numpy(labels)
