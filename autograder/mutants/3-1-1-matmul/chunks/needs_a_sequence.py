"""You use len(xs) and slices, which lists have and iterators do not: a file or a stream of images can only be walked.

Read again: "A flat row becomes a table": any iterable will do: iter() and islice.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    for start in range(0, len(xs), sz):
        yield list(xs[start : start + sz])
