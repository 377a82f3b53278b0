"""gather instead of indexing, exact differences by cdist."""


class PQ:
    def __init__(self, m: int, k: int) -> None:
        self.m = m
        self.k = k
        self.books = None

    def cut(self, X: Tensor) -> Tensor:
        if X.shape[1] % self.m != 0:
            raise ValueError(f"{self.m} strips of {X.shape[1]} columns")
        return X.reshape(len(X), self.m, -1).transpose(0, 1)  # (m, n, width)

    def fit(self, X: Tensor, iters: int = 10, generator: torch.Generator | None = None) -> "PQ":
        boxes = []
        for strip in self.cut(X):
            C, _ = kmeans(strip, self.k, iters, init=any_rows(strip, self.k, generator))
            boxes.append(C)
        self.books = torch.stack(boxes)
        return self

    def encode(self, X: Tensor) -> Tensor:
        found = torch.empty(len(X), self.m, dtype=torch.uint8)
        for s, strip in enumerate(self.cut(X)):
            found[:, s] = nearest(strip.contiguous(), self.books[s])
        return found

    def decode(self, codes: Tensor) -> Tensor:
        picks = codes.T.long()[:, :, None].expand(-1, -1, self.books.shape[2])
        return self.books.gather(1, picks).transpose(0, 1).flatten(1)

    def distances(self, Q: Tensor, codes: Tensor) -> Tensor:
        table = torch.cdist(self.cut(Q), self.books, compute_mode="donot_use_mm_for_euclid_dist") ** 2
        parts = [table[s].gather(1, codes[:, s].long().expand(len(Q), -1)) for s in range(self.m)]
        return torch.stack(parts).sum(dim=0)
