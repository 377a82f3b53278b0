"""NumPy, with its own argmin."""


def nearest(X: Tensor, C: Tensor) -> Tensor:
    c = C.numpy() - C.numpy().mean(axis=0)
    half = (c * c).sum(axis=1) / 2
    winners = np.empty(len(X), dtype=np.int64)
    for i in range(0, len(X), 2000):
        x = X[i : i + 2000].numpy() - C.numpy().mean(axis=0)
        winners[i : i + 2000] = (half - x @ c.T).argmin(axis=1)
    return torch.from_numpy(winners)
