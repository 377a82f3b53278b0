"""No generator: checks at once, then lets iter() call until an empty list comes; returns an iterator."""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError("sz must be positive")
    it = iter(xs)
    return iter(lambda: list(islice(it, sz)), [])
