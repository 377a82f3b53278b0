"""The pairs are turned round: first who asks, then the row.

Read again: Exercise LSH: two tensors, who and row.
"""


class LSH:
    def __init__(self, d: int, bits: int, tables: int, generator: torch.Generator | None = None) -> None:
        device = generator.device if generator else None
        self.planes = torch.randn(tables, bits, d, generator=generator, device=device)
        self.X = torch.empty(0, d)

    def add(self, X: Tensor) -> None:
        self.planes = self.planes.to(X)
        self.X = torch.cat([self.X.to(X), F.normalize(X, dim=1)])
        self.numbers = codes(self.X, self.planes)

    def share(self, Q: Tensor) -> Tensor:
        return (codes(Q, self.planes)[:, None] == self.numbers).any(dim=2)

    def candidates(self, Q: Tensor) -> tuple[Tensor, Tensor]:
        who, row = self.share(Q).nonzero().T
        return row, who

    def query(self, Q: Tensor, k: int) -> Tensor:
        return best_of(F.normalize(Q, dim=1), self.X, *self.share(Q).nonzero().T, k)
