"""A class whose __iter__ is a generator."""


class chunks:
    def __init__(self, xs, sz):
        self.xs, self.sz = xs, sz

    def __iter__(self):
        if self.sz < 1:
            raise ValueError("sz must be at least 1")
        it = iter(self.xs)
        while True:
            chunk = list(islice(it, self.sz))
            if not chunk:
                return
            yield chunk
