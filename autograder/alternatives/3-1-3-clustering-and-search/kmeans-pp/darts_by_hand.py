"""A dart on the weights laid end to end, in float64."""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    n = len(X)
    if k < 1 or k > n:
        raise ValueError(f"k = {k} for {n} points")
    first = min(int(torch.rand(1, generator=generator) * n), n - 1)
    C, left = [X[first]], torch.full((n,), float("inf"), dtype=torch.float64)
    for _ in range(k - 1):
        left = torch.minimum(left, (X.double() - C[-1].double()).pow(2).sum(dim=1))
        ends = torch.cumsum(left, dim=0)
        dart = torch.rand(1, generator=generator, dtype=torch.float64) * ends[-1]
        C.append(X[min(int((ends <= dart).sum()), n - 1)])
    return torch.stack(C)
