"""The textbook's queue, border points at the end."""


from collections import deque


def dbscan(X: Tensor, eps: float, min_pts: int) -> Tensor:
    neighbours = [((X - x).norm(dim=1) <= eps).nonzero().flatten().tolist() for x in X]
    core = [len(near) >= min_pts for near in neighbours]
    labels, cluster = [-1] * len(X), 0
    for i in range(len(X)):
        if not core[i] or labels[i] >= 0:
            continue
        labels[i], queue = cluster, deque([i])
        while queue:
            for j in neighbours[queue.popleft()]:
                if labels[j] < 0:
                    labels[j] = cluster
                    if core[j]:
                        queue.append(j)
        cluster += 1
    return torch.tensor(labels)
