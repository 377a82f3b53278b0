"""You turn xs into a list before you cut it: an endless stream never gets there, and a long one fills the memory.

Read again: "A flat row becomes a table": one chunk at a time.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    items = list(xs)
    for start in range(0, len(items), sz):
        yield items[start : start + sz]
