"""A dictionary for each table, sets of candidates, one question at a time."""


class LSH:
    def __init__(self, d: int, bits: int, tables: int, generator: torch.Generator | None = None) -> None:
        device = generator.device if generator else None
        self.planes = torch.randn(tables, bits, d, generator=generator, device=device)
        self.X = torch.empty(0, d)
        self.buckets = [{} for _ in range(tables)]

    def add(self, X: Tensor) -> None:
        self.planes = self.planes.to(X.dtype)
        begin, self.X = len(self.X), torch.cat([self.X.to(X.dtype), X])
        for i, numbers in enumerate(codes(X, self.planes).tolist()):
            for bucket, number in zip(self.buckets, numbers):
                bucket.setdefault(number, []).append(begin + i)

    def near(self, q: Tensor) -> list[int]:
        met = set()
        for bucket, number in zip(self.buckets, codes(q[None], self.planes)[0].tolist()):
            met.update(bucket.get(number, ()))
        return sorted(met)

    def candidates(self, Q: Tensor) -> list[Tensor]:
        pairs = [(i, j) for i, q in enumerate(Q) for j in self.near(q)]
        return [torch.tensor([p[side] for p in pairs], dtype=torch.int64) for side in (0, 1)]

    def query(self, Q: Tensor, k: int) -> Tensor:
        found = torch.full((len(Q), k), -1)
        for i, q in enumerate(Q):
            rows = torch.tensor(self.near(q), dtype=torch.int64)
            cosine = torch.cosine_similarity(self.X[rows], q[None], dim=1)
            order = cosine.argsort(descending=True)[:k]
            found[i, : len(order)] = rows[order]
        return found
