"""Collects items in a list and starts a new one when it is full."""


def chunks(xs, sz):
    if sz < 1:
        raise ValueError("sz must be positive")
    buffer = []
    for x in xs:
        buffer.append(x)
        if len(buffer) == sz:
            yield buffer
            buffer = []
    if len(buffer) > 0:
        yield buffer
