"""Hidden tests of `recentre` and `kmeans`: both moves, and what becomes of empty centres.

They stand on their own: `nearest` and `kmeans_pp` are replaced while `kmeans` runs.
"""

import itertools

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, rule, unchanged


def choose(X, C):
    """Return the numbers of the nearest centres."""
    return (X.double()[:, None] - C.double()).square().sum(dim=2).argmin(dim=1)


def ways(X, C):
    """Return the inertia."""
    return float((X - C[choose(X, C)]).square().sum())


def slow(X, C, rounds):
    """Run k-means by loops; every centre must keep points."""
    for _ in range(rounds):
        labels = choose(X, C)
        C = torch.stack([X[labels == j].mean(dim=0) for j in range(len(C))])
    return C, choose(X, C)


@probe
def run_kmeans(student, X, k, iters, init, start):
    """Run the student's kmeans with its helpers replaced; `start` is what kmeans_pp returns."""
    import torch

    def nearest(X, C):
        return (X.double()[:, None] - C.double()).square().sum(dim=2).argmin(dim=1)

    asked = []

    def kmeans_pp(X, k, generator=None):
        asked.append([k, generator is not None])
        return start.clone()

    names, mine = student.kmeans.__globals__, {"nearest": nearest, "kmeans_pp": kmeans_pp}
    theirs = {name: names[name] for name in mine if name in names}
    names.update(mine)
    given = {} if init is None else {"init": init}
    try:
        C, labels = student.kmeans(X, k, iters, torch.Generator(), **given)
    finally:
        for name in mine:
            del names[name]
        names.update(theirs)
    return [C, labels, asked]


def heaps(n=40, k=4, d=3):
    """Return points in k wide heaps, and k of them to start from, one of each."""
    X = 4 * torch.randn(k, d)[torch.arange(n) % k] + torch.randn(n, d)
    return X, X[:k].clone()


@exercise("kmeans", points=0.75)
@diagnose("each centre becomes the average of the points that have its number")
@rule(forbid=["loops"], function="recentre")
def test_recentre_averages(student):
    "recentre moves each centre to the average of its points, without a loop."
    for n, k, d in ((11, 3, 2), (7, 2, 5), (13, 5, 1), (5, 5, 3)):
        X, C = torch.randn(n, d, dtype=torch.float64), torch.randn(k, d, dtype=torch.float64)
        labels = torch.arange(n) * 7 % k
        with unchanged(X, C, labels):
            got = student.recentre(X, C, labels)
        assert_close(got, torch.stack([X[labels == j].mean(dim=0) for j in range(k)]))


@exercise("kmeans", points=0.5)
@diagnose("a centre without points moves onto the point that is farthest from its own centre")
def test_empty_centre_goes_to_the_worst_off(student):
    "recentre moves a centre without points to the point farthest from its own old centre."
    X = torch.tensor([[0.0, 0.0], [2.0, 0.0], [0.0, 3.0], [10.0, 0.0], [10.0, 1.0]])
    C = torch.tensor([[0.0, 0.0], [99.0, 99.0], [10.0, 5.5]])
    got = student.recentre(X, C, torch.tensor([0, 0, 0, 2, 2]))
    assert_close(got[1], torch.tensor([10.0, 0.0]))
    assert_close(got[[0, 2]], torch.tensor([[2 / 3, 1.0], [10.0, 0.5]]))


@exercise("kmeans", points=0.5)
@diagnose("several empty centres: the farthest point, the second farthest, … in their order")
def test_several_empty_centres(student):
    "Several centres without points go to different points, the farthest first."
    X = torch.tensor([[1.0], [2.0], [4.0], [8.0]], dtype=torch.float64)
    C = torch.tensor([[50.0], [0.0], [60.0], [70.0]], dtype=torch.float64)
    got = student.recentre(X, C, torch.tensor([1, 1, 1, 1]))
    assert_close(got, torch.tensor([[8.0], [3.75], [4.0], [2.0]], dtype=torch.float64))


@exercise("kmeans", points=0.75)
@diagnose("every round: all points choose, all centres move; the next round starts from there")
def test_rounds(student):
    "After any number of rounds the centres are where a slow program has them."
    X, init = heaps()
    for rounds in (1, 2, 3):
        C, _, _ = student.run(run_kmeans, X, 4, rounds, init, init)
        assert_close(C, slow(X, init, rounds)[0], rtol=1e-4, atol=1e-4)  # sums in another order


@exercise("kmeans", points=0.5)
@diagnose("labels must be chosen once more, among the centres that are returned")
def test_labels_fit_the_centres(student):
    "The labels are the points' nearest among the centres that come back."
    X, init = heaps(60, 5, 2)
    for rounds in (0, 1, 2):
        C, labels, _ = student.run(run_kmeans, X, 5, rounds, init, init)
        assert_close(labels, choose(X, C))


@exercise("kmeans", points=0.5)
@diagnose("the inertia rose, or became nan: what does an empty centre do to it?")
def test_inertia_never_rises(student):
    "The inertia falls from round to round, from a start with useless centres, too."
    X, _ = heaps(30, 3, 2)
    init = torch.cat([X[:2], torch.full((3, 2), 500.0) + torch.arange(3.0)[:, None]])
    falls = [ways(X, student.run(run_kmeans, X, 5, rounds, init, init)[0]) for rounds in range(5)]
    assert all(b <= a * (1 + 1e-5) for a, b in itertools.pairwise(falls))
    assert falls[1] < falls[0]


@exercise("kmeans", points=0.5)
@diagnose("start from init where it is given, else from kmeans_pp(X, k, generator); init stays")
def test_start(student):
    "Starts from init, which stays as it is, or from kmeans_pp with the generator."
    X, init = heaps(20, 4, 2)
    with unchanged(X, init):
        C, labels, asked = student.run(run_kmeans, X, 4, 0, init, init + 9)
    assert_close(C, init)
    assert_close(labels, choose(X, init))
    assert asked == []
    C, _, asked = student.run(run_kmeans, X, 4, 0, None, init + 1)
    assert_close(C, init + 1)
    assert asked == [[4, True]]
