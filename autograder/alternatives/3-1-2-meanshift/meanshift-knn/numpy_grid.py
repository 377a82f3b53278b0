"""Cells as rows of a numpy array, neighbours by comparing cells."""


def meanshift_knn(X, bw, k, steps=5, dist=torch.cdist):
    for _ in range(steps):
        home = np.floor(X.detach().cpu().numpy() / (4 * bw)).astype(int)
        kinds, which = np.unique(home, axis=0, return_inverse=True)
        which = which.reshape(-1)
        new = X.clone()
        for number, cell in enumerate(kinds):
            rows = torch.from_numpy(np.flatnonzero(which == number))
            close = np.flatnonzero((np.abs(home - cell) <= 1).all(axis=1))
            near = X[torch.from_numpy(close)]
            d, order = dist(X[rows], near).sort(dim=1)
            w = fog(d[:, :k], bw)
            new[rows] = (w.unsqueeze(-1) * near[order[:, :k]]).sum(1) / w.sum(1, keepdim=True)
        X = new
    return X
