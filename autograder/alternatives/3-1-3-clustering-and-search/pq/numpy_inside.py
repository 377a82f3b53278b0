"""NumPy picks and adds."""


class PQ:
    def __init__(self, m: int, k: int) -> None:
        self.m, self.k = m, k

    def fit(self, X: Tensor, iters: int = 10, generator: torch.Generator | None = None) -> "PQ":
        width, rest = divmod(X.shape[1], self.m)
        if rest:
            raise ValueError("uneven")
        starts = range(0, X.shape[1], width)
        strips = [X[:, s : s + width] for s in starts]
        self.books = torch.stack([kmeans(x, self.k, iters, init=any_rows(x, self.k, generator))[0] for x in strips])
        return self

    def encode(self, X: Tensor) -> Tensor:
        width = self.books.shape[2]
        numbers = [nearest(X[:, s * width : (s + 1) * width], b).numpy() for s, b in enumerate(self.books)]
        return torch.from_numpy(np.stack(numbers, axis=1).astype(np.uint8))

    def decode(self, codes: Tensor) -> Tensor:
        picked = self.books.numpy()[np.arange(len(self.books)), codes.numpy()]  # (n, m, width)
        return torch.from_numpy(picked.reshape(len(codes), -1))

    def distances(self, Q: Tensor, codes: Tensor) -> Tensor:
        books, away = self.books.numpy(), 0
        q = Q.numpy().reshape(len(Q), len(books), 1, -1)
        table = ((q - books) ** 2).sum(axis=-1)  # (q, m, k)
        for s in range(len(books)):
            away = away + table[:, s, codes[:, s].numpy()]
        return torch.from_numpy(away)
