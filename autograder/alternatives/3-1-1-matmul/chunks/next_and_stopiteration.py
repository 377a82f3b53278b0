"""Takes item after item with next and catches StopIteration."""


def chunks(xs: Iterable, sz: int) -> Iterator[list]:
    if sz <= 0:
        raise ValueError(f"sz={sz}")
    source = iter(xs)
    done = False
    while not done:
        piece = []
        while len(piece) < sz:
            try:
                piece.append(next(source))
            except StopIteration:
                done = True
                break
        if piece:
            yield piece
