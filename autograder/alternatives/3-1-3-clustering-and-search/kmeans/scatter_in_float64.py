"""scatter_add in float64, a list of steps."""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    total = torch.zeros(C.shape, dtype=torch.float64)
    total = total.scatter_add(0, labels[:, None].expand(-1, X.shape[1]), X.double())
    count = torch.zeros(len(C), dtype=torch.float64).scatter_add(0, labels, torch.ones(len(X), dtype=torch.float64))
    away = torch.linalg.vector_norm(X - C[labels], dim=1)
    ranks = torch.cumsum(count == 0, dim=0) - 1
    spare = X[away.sort(descending=True).indices[ranks.clamp(0, len(X) - 1)]]
    return torch.where((count == 0)[:, None], spare.double(), total / count.clamp(min=1)[:, None]).to(C.dtype)


def kmeans(X, k, iters, generator=None, init=None):
    path = [kmeans_pp(X, k, generator) if init is None else init]
    for _ in range(iters):
        path.append(recentre(X, path[-1], nearest(X, path[-1])))
    return path[-1], nearest(X, path[-1])
