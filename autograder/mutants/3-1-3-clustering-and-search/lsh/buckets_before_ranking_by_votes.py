"""Rows are ranked by how many buckets they share, not by their angle.

Read again: Exercise LSH: the candidates with the largest cosine.
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
        return who, row

    def query(self, Q: Tensor, k: int) -> Tensor:
        votes = (codes(Q, self.planes)[:, None] == self.numbers).sum(dim=2)
        votes = torch.cat([votes, torch.zeros(len(Q), k, dtype=torch.int64)], dim=1)
        values, rows = votes.topk(k, dim=1)
        return torch.where(values > 0, rows, -1)
