"""Hidden tests of `meanshift_knn`: the same walk with far fewer distances."""

import math

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, unchanged


@probe
def counted(student, X, bw, k, steps, stretch):
    """Walk with a `dist` that counts what it measures; `stretch` multiplies all distances."""
    measured = []

    def dist(a, b):
        measured.append(len(a) * len(b))
        return stretch * (a[:, None] - b[None]).norm(dim=-1)

    result = student.meanshift_knn(X, bw, k, steps=steps, dist=dist)
    return [result, sum(measured)]


def walked(X, bw, k, steps):
    """Walk by the formula: everyone with everyone, then the k nearest."""
    for _ in range(steps):
        d, order = (X[:, None] - X[None]).norm(dim=-1).topk(k, largest=False)
        w = torch.exp(-0.5 * (d / bw) ** 2)
        X = (w[..., None] * X[order]).sum(dim=1) / w.sum(dim=1, keepdim=True)
    return X


def flocks(middles, n):
    """Return n points, about 1 apart, round each of the middles."""
    spread = torch.randn(len(middles), n, middles.shape[1], dtype=torch.float64).clamp(-1.8, 1.8)
    return (middles[:, None] + spread).flatten(0, 1)


def lattice(n):
    """Return n middles in a disc that grows with n, 15 apart, on axes that are turned."""
    side = torch.arange(-9.0, 10.0, dtype=torch.float64)
    grid = 15 * torch.cartesian_prod(side, side)
    cos, sin = math.cos(0.4), math.sin(0.4)
    turned = grid @ torch.tensor([[cos, sin], [-sin, cos]], dtype=torch.float64)
    return turned[turned.norm(dim=1).argsort(stable=True)[:n]]


@exercise("meanshift-knn", points=1)
@diagnose(
    "if the test of the k nearest fails too, begin there; else look across the borders of cells, "
    "4 bw far, on all sides and corners, at where all stood when the step began"
)
def test_ends_where_meanshift_ends(student):
    "Far flocks end as they do when everyone sees everyone, on a line, in a plane, in space."
    plane = torch.tensor([[0.0, 0.0], [-24.0, 4.0], [4.0, 24.0], [19.0, -18.0]])
    line, space = torch.tensor([[0.0], [-24.0], [19.0]]), torch.cat([plane, plane[:, :1]], dim=1)
    for middles, bw in ((line, 1.0), (plane, 1.0), (plane, 4.0), (space, 1.0)):
        X = bw * flocks(middles.double(), 7)
        got, _ = student.run(counted, X, bw, 7, 3, 1.0)
        # weights beyond 4 bw are below 0.0004
        assert_close(got, walked(X, bw, 7, 3), atol=0.03 * bw)


@exercise("meanshift-knn", points=0.75)
@diagnose(
    "the k smallest distances within 4 bw, one's own 0 among them, weighted by fog; `order` counts "
    "in the list that you measured"
)
def test_the_k_nearest_count(student):
    "Everyone heeds the k nearest points, oneself among them, weighted by fog."
    X = flocks(torch.tensor([[3.0, 3.0], [15.0, -15.0]], dtype=torch.float64), 11)
    for k in (1, 2, 4):
        got, _ = student.run(counted, X, 1.5, k, 1, 1.0)
        assert_close(got, walked(X, 1.5, k, 1), atol=0.02)


@exercise("meanshift-knn", points=1.25)
@diagnose("the number of distances grows with the square: measure only what may be near")
def test_distances_grow_less_than_the_square(student):
    "Twice as many flocks need less than three times as many distances."
    needed = []
    for n in (11, 22, 44):
        X = flocks(lattice(n), 5)
        got, count = student.run(counted, X, 1.0, 5, 1, 1.0)
        # somebody walks, and nobody leaves the flock, which is 3.6 wide: where to is another test
        assert 0.05 < (got - X).abs().max() < 4
        needed.append(count)
    assert needed[0] > 0
    assert needed[1] < 3 * needed[0]
    assert needed[2] < 3 * needed[1]


@exercise("meanshift-knn", points=0.25)
@diagnose("weights must come from what `dist` returned, not from a distance of your own")
def test_dist_is_what_counts(student):
    "Takes its distances from `dist`: if that doubles them, the fog is twice as thick."
    # each flock within one cell of either bandwidth, so that this is not about cells
    X = 0.8 * flocks(torch.tensor([[2.0, 2.0], [22.0, 22.0]], dtype=torch.float64), 7)
    doubled, plain, thick = (
        student.run(counted, X, bw, 7, 1, stretch)[0]
        for bw, stretch in ((1.6, 2.0), (1.6, 1.0), (0.8, 1.0))
    )
    assert_close(doubled, thick, atol=0.02)
    assert (plain - thick).abs().max() > 0.05


@exercise("meanshift-knn", points=0.25)
@diagnose("fewer than k may be near: min(k, how many there are), and a lone point is near itself")
def test_fewer_than_k(student):
    "Where fewer than k are near, these count, and a lone point stays where it is."
    X = torch.tensor([[0.0, 0.0], [0.5, 0.0], [40.0, 40.0], [-33.0, 1.0]], dtype=torch.float64)
    got, _ = student.run(counted, X, 1.0, 3, 2, 1.0)
    assert_close(got, walked(X, 1.0, 3, 2), atol=0.02)


@exercise("meanshift-knn", points=0.5)
@diagnose("within a step everyone looks at where all stood when it began; X itself stays")
def test_all_walk_at_once(student):
    "Everyone walks at once, whatever the order of the points; X and its dtype stay."
    X = flocks(torch.tensor([[0.0, 0.0], [3.9, 1.0]], dtype=torch.float64), 9).float()
    turn = torch.arange(17, -1, -1)
    with unchanged(X):
        got = student.meanshift_knn(X, 1.0, 9, 2)  # nine are near everyone, however wide the cells
    backwards = student.meanshift_knn(X[turn], 1.0, 9, 2)
    assert got.dtype == X.dtype
    goals = walked(X.double(), 1.0, 9, 2)
    # more than half of the way is gone: how exactly is another test
    assert (got - goals).norm() < (X - goals).norm() / 2
    assert_close(backwards[turn], got, atol=1e-3)  # cdist may round in float32
