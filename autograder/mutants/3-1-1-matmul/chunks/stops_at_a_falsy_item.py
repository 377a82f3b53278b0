"""You take a 0, a None or an empty string among the items for the end of xs.

Read again: "A flat row becomes a table": the end of an iterator is StopIteration, not a value.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    it = iter(xs)
    chunk = []
    while item := next(it, None):
        chunk.append(item)
        if len(chunk) == sz:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
