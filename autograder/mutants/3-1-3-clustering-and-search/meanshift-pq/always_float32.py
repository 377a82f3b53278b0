"""Weights are added up in float32 whatever came in.

Read again: Exercise meanshift_pq: dtype and device of x.
"""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = torch.softmax(-pq.distances(x, codes) / (2 * bw * bw), dim=1)  # (m, n)
        strips = []
        for s in range(pq.m):
            mass = torch.zeros(pq.k, len(x), device=x.device)
            mass.index_add_(0, codes[:, s].long(), w.T.float())
            strips.append(mass.T @ pq.books[s].float())
        x = torch.cat(strips, dim=1)
    return x.float()
