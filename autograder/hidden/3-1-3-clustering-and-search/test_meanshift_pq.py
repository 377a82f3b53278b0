"""Hidden tests of `meanshift_pq`: a walk among codes that are never laid out.

They stand on their own: the PQ that they pass is a plain one made here.
"""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def walk(student, x, books, codes, bw, steps, watch):
    """Walk among codes of a plain PQ: the places, and the largest table that was made."""
    import torch
    from torch.overrides import TorchFunctionMode

    class Plain:
        m, k = books.shape[:2]

        def __init__(self):
            self.books = books

        def decode(self, codes):
            return torch.cat([b[c] for b, c in zip(self.books, codes.long().T)], dim=1)

        def distances(self, Q, codes):
            strips = zip(Q.chunk(self.m, dim=1), self.books, codes.long().T)
            return sum((q[:, None] - b).square().sum(dim=2)[:, c] for q, b, c in strips)

    sizes = [0]

    class Watch(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor):
                sizes.append(out.numel())
            return out

    pq, before = Plain(), x.clone()
    if not watch:
        got = student.meanshift_pq(x, pq, codes, bw, steps)
    else:
        with Watch():
            got = student.meanshift_pq(x, pq, codes, bw, steps)
    return [got, max(sizes), bool(torch.equal(x, before)), bool(torch.equal(books, pq.books))]


def scene(n, m, k, width, walkers, dtype=torch.float64):
    """Return boxes, codes of a crowd, and walkers near it."""
    books = torch.randn(m, k, width, dtype=dtype)
    codes = torch.randint(k, (n, m)).to(torch.uint8)
    return (
        books,
        codes,
        crowd(books, codes)[:walkers] + 0.3 * torch.randn(walkers, m * width, dtype=dtype),
    )


def crowd(books, codes):
    """Return what codes stand for."""
    return torch.cat([book[code] for book, code in zip(books, codes.long().T, strict=True)], dim=1)


def walked(x, X, bw, steps):
    """Walk among whole vectors that stand still."""
    for _ in range(steps):
        squares = (x[:, None] - X).square().sum(dim=2)
        x = torch.softmax(-squares / (2 * bw * bw), dim=1) @ X
    return x


@exercise("meanshift-pq", points=1)
@diagnose(
    "weights exp(-squared distance / (2 bw²)), divided by their sum; the average of the crowd"
)
def test_one_step(student):
    "One step ends at the weighted average of what the codes stand for."
    for n, m, k, width, walkers, bw in (
        (29, 3, 5, 2, 4, 1.0),
        (7, 2, 3, 4, 1, 0.6),
        (11, 5, 2, 1, 3, 2),
    ):
        books, codes, x = scene(n, m, k, width, walkers)
        got = student.run(walk, x, books, codes, bw, 1, False)[0]
        assert_close(got, walked(x, crowd(books, codes), bw, 1), rtol=1e-4, atol=1e-5)


@exercise("meanshift-pq", points=0.75)
@diagnose("each step starts where the last one ended, and the crowd stands still")
def test_many_steps(student):
    "Each step goes on from the last, while the crowd stands where it stood."
    books, codes, x = scene(41, 3, 5, 2, 5)
    for steps in (0, 2, 5):
        got = student.run(walk, x, books, codes, 0.8, steps, False)[0]
        assert_close(got, walked(x, crowd(books, codes), 0.8, steps), rtol=1e-4, atol=1e-5)


@exercise("meanshift-pq", points=0.5)
@diagnose("far from everybody all weights become 0, and 0 / 0 is nan: use softmax")
def test_never_nan(student):
    "Whoever is far from everybody walks to the nearest, and is never nan."
    books, codes, x = scene(13, 2, 3, 3, 2, torch.float32)
    far = x + 400
    got = student.run(walk, far, books, codes, 0.5, 1, False)[0]
    assert_close(got, walked(far, crowd(books, codes), 0.5, 1), rtol=1e-2, atol=1e-2)


@exercise("meanshift-pq", points=0.5)
@diagnose("the codes were laid out, n by d: add the weights up by entries, then multiply")
def test_nothing_laid_out(student):
    "No table of n by d numbers is made."
    books, codes, x = scene(1009, 3, 5, 40, 2, torch.float32)
    largest = student.run(walk, x, books, codes, 6.0, 1, True)[1]
    assert largest < 1009 * 120 / 2


@exercise("meanshift-pq", points=0.25)
@diagnose("x and the boxes stay as they were; the result has the dtype of x")
def test_inputs_stay(student):
    "x and the boxes are not changed, and the dtype is that of x."
    for dtype in (torch.float32, torch.float64):
        books, codes, x = scene(17, 3, 4, 2, 3, dtype)
        got, _, same, whole = student.run(walk, x, books, codes, 1.0, 2, False)
        assert got.shape == x.shape
        assert got.dtype == dtype
        assert same
        assert whole
