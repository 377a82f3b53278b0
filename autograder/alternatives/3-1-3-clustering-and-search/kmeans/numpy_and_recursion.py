"""NumPy adds up in place; rounds by recursion; a list comes back."""


def recentre(X: Tensor, C: Tensor, labels: Tensor) -> Tensor:
    sums, counts = np.zeros(C.shape), np.zeros(len(C))
    np.add.at(sums, labels.numpy(), X.numpy())
    np.add.at(counts, labels.numpy(), 1)
    new = sums / np.maximum(counts, 1)[:, None]
    away = ((X.numpy() - C.numpy()[labels.numpy()]) ** 2).sum(axis=1)
    new[counts == 0] = X.numpy()[np.argsort(-away)[: (counts == 0).sum()]]
    return torch.from_numpy(new).to(C.dtype)


def kmeans(X, k, iters, generator=None, init=None):
    if init is None:
        init = kmeans_pp(X, k, generator)
    labels = nearest(X, init)
    if iters == 0:
        return [init, labels]
    return kmeans(X, k, iters - 1, generator, recentre(X, init, labels))
