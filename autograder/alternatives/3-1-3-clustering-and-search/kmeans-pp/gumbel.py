"""The largest of log weight plus Gumbel noise is a draw in proportion to the weights."""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if k < 1 or k > len(X):
        raise ValueError("k")
    weights = torch.ones(len(X), dtype=torch.float64)
    left, rows = torch.full_like(weights, torch.inf), []
    for _ in range(k):
        noise = -torch.log(-torch.log(torch.rand(len(X), generator=generator, dtype=torch.float64)))
        rows.append(int((weights.log() + noise).argmax()))
        left = torch.minimum(left, (X - X[rows[-1]]).double().square().sum(dim=1))
        weights = left
    return X[rows]
