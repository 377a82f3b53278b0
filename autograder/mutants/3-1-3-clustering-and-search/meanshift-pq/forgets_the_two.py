"""The exponent lacks the 2: your fog is thicker than asked for.

Read again: A walk among codes: the formula of the weights.
"""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = torch.softmax(-pq.distances(x, codes) / (bw * bw), dim=1)  # (m, n)
        strips = []
        for s in range(pq.m):
            mass = torch.zeros(pq.k, len(x), dtype=x.dtype, device=x.device)
            mass.index_add_(0, codes[:, s].long(), w.T)
            strips.append(mass.T @ pq.books[s])
        x = torch.cat(strips, dim=1)
    return x
