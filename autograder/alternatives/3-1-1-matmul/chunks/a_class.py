"""A class with __iter__ and __next__."""


class chunks:
    def __init__(self, xs, sz):
        if sz < 1:
            raise ValueError("sz must be at least 1")
        self.it, self.sz = iter(xs), sz

    def __iter__(self):
        return self

    def __next__(self):
        chunk = list(islice(self.it, self.sz))
        if not chunk:
            raise StopIteration
        return chunk
