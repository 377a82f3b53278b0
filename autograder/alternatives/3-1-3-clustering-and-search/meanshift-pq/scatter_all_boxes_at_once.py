"""One scatter_add for each walker slice over all boxes, then one batched product."""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    n = len(codes)
    for _ in range(steps):
        logits = -pq.distances(x, codes) / (2 * bw**2)
        w = torch.exp(logits - logits.amax(dim=1, keepdim=True))
        w = w / w.sum(dim=1, keepdim=True)
        mass = torch.zeros(len(x), pq.m, pq.k, dtype=x.dtype)
        picks = codes.long().T[None].expand(len(x), -1, -1)  # (walkers, m, n)
        mass = mass.scatter_add(2, picks, w[:, None].expand(-1, pq.m, n))
        x = torch.einsum("wmk,mkc->wmc", mass, pq.books).flatten(1)
    return x
