"""Groups by position // sz, which reads one item ahead; tuples instead of lists."""
from itertools import groupby


def chunks(xs, sz):
    if sz < 1:
        raise ValueError("sz must be at least 1")
    for _, group in groupby(enumerate(xs), key=lambda pair: pair[0] // sz):
        yield tuple(x for _, x in group)
