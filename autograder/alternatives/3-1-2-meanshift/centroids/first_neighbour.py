"""No loop: the first point that is near names the group; index_add for the averages."""


def centroids(X, tol):
    near = (X[:, None] - X).norm(dim=-1) < tol
    first = near.int().argmax(dim=1)
    names, labels = first.unique(return_inverse=True)
    sums = X.new_zeros(len(names), X.shape[1]).index_add(0, labels, X)
    return sums / labels.bincount()[:, None], labels
