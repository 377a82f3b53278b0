"""Your loop yields before it looks whether it got anything, so an empty chunk comes out when sz divides the length.

Read again: "A flat row becomes a table": stop at the first empty chunk, before it is yielded.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    it = iter(xs)
    while True:
        chunk = list(islice(it, sz))
        yield chunk
        if len(chunk) < sz:
            return
