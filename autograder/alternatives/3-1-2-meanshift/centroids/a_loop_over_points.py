"""A loop over points, each held against the first members."""


def centroids(X, tol):
    firsts, groups = [], []
    labels = []
    for x in X:
        for g, first in enumerate(firsts):
            if torch.dist(x, first) < tol:
                break
        else:
            g = len(firsts)
            firsts.append(x)
            groups.append([])
        groups[g].append(x)
        labels.append(g)
    return torch.stack([torch.stack(group).mean(0) for group in groups]), torch.tensor(labels)
