"""All your chunks are one and the same list: when you clear it for the next chunk, those already handed out are emptied too.

Read again: "A flat row becomes a table": a new list for each chunk.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    chunk = []
    for x in xs:
        chunk.append(x)
        if len(chunk) == sz:
            yield chunk
            chunk.clear()
    if chunk:
        yield chunk
