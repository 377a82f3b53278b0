"""numpy inside, torch outside."""


def centroids(X, tol):
    a = X.numpy()
    labels = -np.ones(len(a), dtype=np.int64)
    centres = []
    while (labels < 0).any():
        i = np.flatnonzero(labels < 0)[0]
        members = np.linalg.norm(a - a[i], axis=1) < tol
        labels[members] = len(centres)
        centres.append(a[members].mean(axis=0))
    return torch.from_numpy(np.stack(centres)), torch.from_numpy(labels)
