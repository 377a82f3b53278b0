"""You do not look at sz: with sz = 0 the first chunk is empty, the loop ends, and all data is lost without a word.

Read again: "A flat row becomes a table": raise ValueError where sz is below 1.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    it = iter(xs)
    while chunk := list(islice(it, sz)):
        yield chunk
