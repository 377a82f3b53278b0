"""bincount with weights, walker by walker."""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    def goal(q):
        w = torch.softmax(pq.distances(q[None], codes)[0] / (-2 * bw * bw), dim=0)
        masses = [torch.bincount(codes[:, s].long(), weights=w, minlength=pq.k) for s in range(pq.m)]
        return torch.cat([v.to(q.dtype) @ book for v, book in zip(masses, pq.books)])

    for _ in range(steps):
        x = torch.stack([goal(q) for q in x])
    return x
