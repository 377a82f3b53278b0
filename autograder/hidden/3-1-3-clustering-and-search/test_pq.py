"""Hidden tests of `PQ`: boxes of strips, codes, and distances by look-ups.

They stand on their own: `kmeans` and `nearest` are replaced by known ones.
"""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, raises


@probe
def packed(student, books, X, Q, codes):
    """Give a PQ these books: what encode, decode and distances make of X, codes, and Q."""

    def nearest(X, C):
        return (X[:, None] - C).square().sum(dim=2).argmin(dim=1)

    pq = student.PQ(len(books), books.shape[1])
    pq.books = books
    names = student.PQ.encode.__globals__
    theirs = names.get("nearest")
    names["nearest"] = nearest
    try:
        return [pq.encode(X), pq.decode(codes), pq.distances(Q, codes)]
    finally:
        names["nearest"] = theirs


@probe
def fitted(student, X, m, k, iters):
    """Fit with helpers that note their calls: books, calls, and whether self came back."""
    import torch

    calls = []

    def any_rows(X, k, generator=None):
        calls.append([tuple(X.shape), k, generator is not None])
        return X[:k] + 1

    def kmeans(X, k, iters, generator=None, init=None):
        calls.append([tuple(X.shape), k, iters])
        labels = torch.zeros(len(X), dtype=torch.int64)
        return (X[:k] if init is None else init + 1), labels

    pq, names = student.PQ(m, k), student.PQ.fit.__globals__
    theirs = {name: names.get(name) for name in ("kmeans", "any_rows")}
    names.update(kmeans=kmeans, any_rows=any_rows)
    try:
        same = pq.fit(X, iters, torch.Generator()) is pq
    finally:
        names.update(theirs)
    return [pq.books, calls, same]


@probe
def largest_table(student, books, Q, codes):
    import torch
    from torch.overrides import TorchFunctionMode

    sizes = [0]

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            for x in out if isinstance(out, (list, tuple)) else [out]:
                if isinstance(x, torch.Tensor) and x.dtype != torch.int64:
                    sizes.append(x.numel())
            return out

    pq = student.PQ(len(books), books.shape[1])
    pq.books = books
    with Watch():
        pq.distances(Q, codes)
    return max(sizes)


def boxes(m, k, width, dtype=torch.float64):
    """Return boxes whose entries are far apart."""
    return 10 * torch.randn(m, k, width, dtype=dtype)


def lay_out(books, codes):
    """Return what codes stand for, by loops."""
    return torch.stack(
        [torch.cat([books[s, i] for s, i in enumerate(row)]) for row in codes.long()]
    )


def some(n, books):
    """Return random codes."""
    return torch.randint(books.shape[1], (n, len(books))).to(torch.uint8)


@exercise("pq", points=1)
@diagnose("in each strip the number of the nearest entry of that strip's box, as uint8")
def test_encode(student):
    "encode numbers the nearest entry in each strip, in bytes."
    for m, k, width, n in ((3, 5, 2, 7), (2, 3, 4, 1), (5, 200, 1, 11)):
        books = boxes(m, k, width)
        codes = some(n, books)
        X = lay_out(books, codes)
        near = X + 1e-6 * torch.randn_like(X)
        got, _, _ = student.run(packed, books, near, X[:1], codes)
        assert_close(got, codes)


@exercise("pq", points=0.75)
@diagnose("strip s is entry codes[:, s] of box s; the strips lie side by side, in order")
def test_decode(student):
    "decode lays the entries side by side, for codes above 127, too."
    for m, k, width, n in ((3, 5, 2, 7), (2, 256, 3, 13), (1, 2, 5, 1)):
        books = boxes(m, k, width)
        codes = some(n, books)
        _, got, _ = student.run(packed, books, lay_out(books, codes), lay_out(books, codes), codes)
        assert_close(got, lay_out(books, codes))


@exercise("pq", points=1)
@diagnose("squared distances from Q itself, not from its code, added up over the strips")
def test_distances_are_asymmetric(student):
    "distances are the squared ones from uncoded questions to what the codes stand for."
    for m, k, width, n, q in ((3, 5, 2, 7, 2), (2, 3, 4, 1, 3), (5, 7, 1, 11, 1)):
        books = boxes(m, k, width)
        codes, Q = some(n, books), 10 * torch.randn(q, m * width, dtype=torch.float64)
        _, _, got = student.run(packed, books, Q, Q, codes)
        assert_close(got, (Q[:, None] - lay_out(books, codes)).square().sum(dim=2), rtol=1e-5)


@exercise("pq", points=0.25)
@diagnose("rounding makes squares a little negative: cut at 0")
def test_distances_are_not_negative(student):
    "No distance is negative, even to the garment itself."
    books = (1000 + boxes(3, 17, 5)).float()
    codes = some(29, books)
    X = lay_out(books, codes)
    _, _, got = student.run(packed, books, X, X, codes)
    assert (got >= 0).all()
    assert_close(got.diagonal(), torch.zeros(29), atol=3.0)  # squares near 15 million, in float32


@exercise("pq", points=0.75)
@diagnose("codes are laid out, or question by question compared with all: look sums up instead")
def test_distances_lay_nothing_out(student):
    "distances makes no table of n by d numbers: it looks sums up."
    books = boxes(3, 7, 40, torch.float32)
    codes, Q = some(3001, books), torch.randn(2, 120)
    assert student.run(largest_table, books, Q, codes) < 3001 * 120 / 2


@exercise("pq", points=1)
@diagnose("fit: on each of the m strips kmeans, from any_rows, with k, iters and the generator")
def test_fit(student):
    "fit learns a box for each strip by kmeans, from a blind start, and returns self."
    X = torch.randn(11, 15, dtype=torch.float64)
    books, calls, same = student.run(fitted, X, 5, 2, 7)
    assert_close(books, torch.stack([X[:2, 3 * s : 3 * s + 3] + 2 for s in range(5)]))
    assert sorted(map(str, calls)) == sorted(
        [str([(11, 3), 2, True])] * 5 + [str([(11, 3), 2, 7])] * 5
    )
    assert same


@exercise("pq", points=0.25)
@diagnose("m must divide the number of columns: raise ValueError")
def test_uneven_strips(student):
    "Raises ValueError where the columns do not fall into m equal strips."
    for m, d in ((2, 5), (4, 6)):
        with raises("ValueError"):
            student.run(fitted, torch.randn(9, d), m, 2, 1)
