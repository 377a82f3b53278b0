"""Your chunks lose the items at the end: zip over one iterator stops as soon as a chunk cannot be filled.

Read again: "A flat row becomes a table": the last chunk may be shorter.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    it = iter(xs)
    for chunk in zip(*[it] * sz):
        yield list(chunk)
