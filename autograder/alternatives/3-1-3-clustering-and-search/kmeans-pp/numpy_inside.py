"""NumPy's search in running sums; only the darts are torch's."""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if not 0 < k <= len(X):
        raise ValueError("k does not fit")
    x, rows, left = X.double().numpy(), [], np.ones(len(X))
    for dart in torch.rand(k, generator=generator, dtype=torch.float64).tolist():
        hit = np.searchsorted(left.cumsum(), dart * left.sum(), side="right")
        rows.append(min(int(hit), len(x) - 1))
        ways = ((x - x[rows[-1]]) ** 2).sum(axis=1)
        left = ways if len(rows) == 1 else np.minimum(left, ways)
    return X[torch.tensor(rows)]
