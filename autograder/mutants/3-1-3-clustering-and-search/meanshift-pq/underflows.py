"""Far from everybody all weights become 0, and 0 / 0 is nan. softmax subtracts the largest exponent first.

Read again: A walk among codes: one trap.
"""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = torch.exp(-pq.distances(x, codes) / (2 * bw * bw))
        w = w / w.sum(dim=1, keepdim=True)  # (m, n)
        strips = []
        for s in range(pq.m):
            mass = torch.zeros(pq.k, len(x), dtype=x.dtype, device=x.device)
            mass.index_add_(0, codes[:, s].long(), w.T)
            strips.append(mass.T @ pq.books[s])
        x = torch.cat(strips, dim=1)
    return x
