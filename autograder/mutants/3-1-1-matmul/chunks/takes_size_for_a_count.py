"""You cut xs into sz chunks; sz is how many items are in each chunk, not how many chunks there are.

Read again: "A flat row becomes a table": the example: chunks("abcde", 2) has chunks of two letters.
"""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz < 1:
        raise ValueError(f"sz must be at least 1, not {sz}")
    items = list(xs)
    each = max(1, math.ceil(len(items) / sz))
    for start in range(0, len(items), each):
        yield items[start : start + each]
