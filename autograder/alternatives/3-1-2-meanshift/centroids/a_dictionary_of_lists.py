"""A dictionary from first members to lists of rows; a list comes back."""


def centroids(X, tol):
    members = {}
    for i, x in enumerate(X):
        home = next((j for j in members if (X[j] - x).abs().pow(2).sum() < tol**2), i)
        members.setdefault(home, []).append(i)
    labels = torch.zeros(len(X), dtype=torch.long)
    for number, rows in enumerate(members.values()):
        labels[rows] = number
    return [torch.stack([X[rows].mean(dim=0) for rows in members.values()]), labels]
