"""Hidden tests of `kmeans_pp`: first centres by darts, in proportion to squared distances."""

import torch

from autograder.testing import assert_close, budget, diagnose, exercise, probe, raises, unchanged


@probe
def draws(student, X, k, times):
    import torch

    generator = torch.Generator()
    return torch.stack([student.kmeans_pp(X, k, generator) for _ in range(times)])


@probe
def two_and_one_again(student, X, k):
    import torch

    generator = torch.Generator()
    first, second = student.kmeans_pp(X, k, generator), student.kmeans_pp(X, k, generator)
    return [first, second, student.kmeans_pp(X, k, torch.Generator())]


def share(hits):
    """Return the share of True."""
    return float(torch.as_tensor(hits).double().mean())


@exercise("kmeans-pp", points=0.25)
@diagnose("the result is k of the rows of X, as they are: (k, d), with the dtype of X")
def test_centres_are_rows_of_x(student):
    "Returns k different rows of X, with its dtype; X stays."
    for dtype in (torch.float32, torch.float64):
        X = torch.randn(3, 11, dtype=dtype).T
        with unchanged(X):
            C = student.kmeans_pp(X, 5, torch.Generator())
        assert C.shape == (5, 3)
        assert C.dtype == dtype
        rows = (C[:, None] == X).all(dim=2)
        assert rows.any(dim=1).all()
        assert rows.any(dim=0).sum() == 5


@exercise("kmeans-pp", points=0.25)
@diagnose("the first centre: each row equally likely")
def test_first_centre_is_any_row(student):
    "The first centre is each row with the same chance."
    X = torch.tensor([[0.0], [1.0], [100.0]])
    first = student.run(draws, X, 1, 600)[:, 0, 0]
    for row in X[:, 0]:
        # 600 draws of chance 1/3: a standard deviation of 0.02
        assert_close(share(first == row), 1 / 3, atol=0.1)


@exercise("kmeans-pp", points=0.5)
@diagnose("the chance is in proportion to the *square* of the distance, not to the distance")
def test_chance_is_the_squared_distance(student):
    "The second centre is drawn in proportion to squared distances."
    X = torch.zeros(4, 5)
    X[2, 0], X[3, 1] = 1.0, 2.0
    for corner, times in ((0.0, 900), (4096.0, 300)):  # near the origin, and far from it
        first, second = (student.run(draws, corner + X, 2, times) - corner).unbind(dim=1)
        second = second[(first == 0).all(dim=1)]  # about half of the draws, squares 0, 0, 1, 4
        deviation = (0.8 * 0.2 / len(second)) ** 0.5
        assert_close(share(second[:, 1] == 2), 0.8, atol=4.75 * deviation)
        assert_close(share((second == 0).all(dim=1)), 0.0)


@exercise("kmeans-pp", points=0.5)
@diagnose("each row counts by its distance to the *nearest* centre so far: keep the least square")
def test_nearest_centre_counts(student):
    "Later centres are far from all earlier ones, not only from the last or from their average."
    X = torch.tensor([[0.0, 0.0], [0.0, 0.5], [50.0, 0.0], [50.0, 0.5], [25.0, 60.0], [25.0, 60.5]])
    found = student.run(draws, X, 3, 300)
    heaps = (found[:, :, 0] / 25).round()  # 0, 2 and 1
    assert share((heaps.sort(dim=1).values == torch.tensor([0, 1, 2])).all(dim=1)) > 0.98


@exercise("kmeans-pp", points=0.25)
@diagnose("only copies of centres are left, all weights are 0: then any row will do")
def test_copies_only(student):
    "Works when there are fewer different points than centres."
    assert_close(student.kmeans_pp(torch.ones(5, 2), 3, torch.Generator()), torch.ones(3, 2))
    X = torch.tensor([[7.0], [7.0], [2.0]])
    assert sorted(student.kmeans_pp(X, 3, torch.Generator()).flatten().tolist()) in (
        [2, 7, 7],
        [2, 2, 7],
    )
    with raises("ValueError"):
        student.kmeans_pp(X, 4, torch.Generator())
    with raises("ValueError"):
        student.kmeans_pp(X, 0, torch.Generator())


@exercise("kmeans-pp", points=0.25)
@diagnose("all chance comes from the generator, and no table of n by k numbers is needed")
@budget(peak_bytes=1_500_000, slack=3, way="one least square for each row")
def test_generator_decides(student):
    "The generator alone decides, and goes on; one number for each row is enough to remember."
    half = torch.randint(-9, 10, (15_000, 3)).float()
    X = torch.cat([half, -half])  # whole numbers around 0: nothing is rounded, in any order of sums
    one, other, again = student.run(two_and_one_again, X[::150].clone(), 9)
    assert not torch.equal(one, other)
    assert torch.equal(again, one)
    student.kmeans_pp(X, 41, torch.Generator())
