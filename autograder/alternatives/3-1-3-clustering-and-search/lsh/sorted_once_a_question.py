"""Sorted buckets, one question and table at a time, unique at the end."""


class LSH:
    def __init__(self, d: int, bits: int, tables: int, generator: torch.Generator | None = None) -> None:
        device = generator.device if generator else None
        self.planes = torch.randn(tables, bits, d, generator=generator, device=device)
        self.X = torch.empty(0, d)

    def add(self, X: Tensor) -> None:
        self.planes, unit = self.planes.to(X), X / X.norm(dim=1, keepdim=True)
        self.X = torch.cat((self.X.to(X), unit), dim=0)
        self.sorted, self.order = codes(self.X, self.planes).sort(dim=0)

    def candidates(self, Q: Tensor) -> tuple[Tensor, Tensor]:
        who, row = [], []
        for i, numbers in enumerate(codes(Q, self.planes)):
            parts = []
            for t, number in enumerate(numbers):
                column = self.sorted[:, t].contiguous()
                a, b = (torch.searchsorted(column, number, right=side) for side in (False, True))
                parts.append(self.order[a:b, t])
            row.append(torch.cat(parts).unique())
            who.append(torch.full_like(row[-1], i))
        return torch.cat(who), torch.cat(row)

    def query(self, Q: Tensor, k: int) -> Tensor:
        who, row = self.candidates(Q)
        score = torch.full((len(Q), len(self.X)), -torch.inf, dtype=Q.dtype)
        score[who, row] = (Q[who] * self.X[row]).sum(dim=1)
        score = torch.cat([score, torch.full((len(Q), k), -torch.inf, dtype=Q.dtype)], dim=1)
        best = score.topk(k, dim=1)
        return torch.where(best.values.isfinite(), best.indices, -1)
