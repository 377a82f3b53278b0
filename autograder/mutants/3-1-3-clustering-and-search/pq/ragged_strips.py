"""If m does not divide the columns, chunk makes strips of different width or fewer of them; say so with ValueError.

Read again: Exercise PQ: ValueError if m does not divide d.
"""


class PQ:
    def __init__(self, m: int, k: int) -> None:
        self.m, self.k = m, k

    def fit(self, X: Tensor, iters: int = 10, generator: torch.Generator | None = None) -> "PQ":
        strips = X.chunk(self.m, dim=1)
        books = [kmeans(s, self.k, iters, init=any_rows(s, self.k, generator))[0] for s in strips]
        wide = max(b.shape[1] for b in books)
        self.books = torch.stack([F.pad(b, (0, wide - b.shape[1])) for b in books])
        return self

    def encode(self, X: Tensor) -> Tensor:
        strips = X.chunk(self.m, dim=1)
        return torch.stack([nearest(s, b) for s, b in zip(strips, self.books)], dim=1).to(torch.uint8)

    def decode(self, codes: Tensor) -> Tensor:
        return torch.cat([b[c] for b, c in zip(self.books, codes.long().T)], dim=1)

    def distances(self, Q: Tensor, codes: Tensor) -> Tensor:
        total = torch.zeros(len(Q), len(codes), dtype=Q.dtype, device=Q.device)
        for q, b, c in zip(Q.chunk(self.m, dim=1), self.books, codes.long().T):
            total += (q[:, None] - b).square().sum(dim=2)[:, c]
        return total
