"""Entries used by several of the crowd keep the weight of only one of them: assigning overwrites, index_add_ adds.

Read again: A walk among codes: add up the weight of all who use an entry.
"""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = torch.softmax(-pq.distances(x, codes) / (2 * bw * bw), dim=1)  # (m, n)
        strips = []
        for s in range(pq.m):
            mass = torch.zeros(pq.k, len(x), dtype=x.dtype, device=x.device)
            mass[codes[:, s].long()] = w.T
            strips.append(mass.T @ pq.books[s])
        x = torch.cat(strips, dim=1)
    return x
