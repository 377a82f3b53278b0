"""The codes are laid out, n by d, to be averaged. Add the weights up by entries instead.

Read again: A walk among codes: weigh entries instead of garments.
"""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    for _ in range(steps):
        w = torch.softmax(-pq.distances(x, codes) / (2 * bw * bw), dim=1)
        x = w @ torch.cat([b[c] for b, c in zip(pq.books, codes.long().T)], dim=1)
    return x
