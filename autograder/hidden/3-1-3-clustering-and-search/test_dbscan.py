"""Hidden tests of `dbscan`: core, border, noise, and the numbers of clusters."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged


def by_the_book(X, eps, min_pts):
    """Label by the definition, with loops."""
    near = (X.double()[:, None] - X.double()).norm(dim=2) <= eps
    core = near.sum(dim=1) >= min_pts
    labels, cluster = torch.full((len(X),), -1), 0
    for i in range(len(X)):
        if core[i] and labels[i] == -1:
            waiting = [i]
            while waiting:
                j = waiting.pop()
                if labels[j] == -1:
                    labels[j] = cluster
                    waiting += (near[j] & core & (labels == -1)).nonzero().flatten().tolist()
            cluster += 1
    for i in range(len(X)):
        crowd = near[i] & core
        if not core[i] and crowd.any():
            labels[i] = labels[crowd].min()
    return labels


def line(*places):
    """Return points on a line."""
    return torch.tensor(places, dtype=torch.float64)[:, None]


@exercise("dbscan", points=0.75)
@diagnose("core: at least min_pts within reach; chains of core points are one cluster")
def test_chains_of_core_points(student):
    "Core points within reach of each other, and chains of them, share a cluster."
    X = torch.cat([line(*[0.5 * i for i in range(30)]), line(*[40 + 0.5 * i for i in range(17)])])
    assert_close(student.dbscan(X, 0.6, 2), torch.tensor([0] * 30 + [1] * 17))
    turn = torch.arange(47) * 20 % 47  # a chain whose links stand far apart in the list
    assert_close(student.dbscan(X[turn], 0.6, 2), by_the_book(X[turn], 0.6, 2))


@exercise("dbscan", points=0.5)
@diagnose("a point that is not core but reaches one is border: it joins, it is not noise")
def test_border_points_join(student):
    "Points at the edge of a crowd belong to it, wherever they stand in the list."
    X = line(0, 0.9, 1.7, 2.4, 9, 20.0, 20.5, 21)
    assert_close(student.dbscan(X, 1, 3), torch.tensor([0, 0, 0, 0, -1, 1, 1, 1]))
    assert_close(student.dbscan(X.flip(0), 1, 3), torch.tensor([0, 0, 0, -1, 1, 1, 1, 1]))


@exercise("dbscan", points=0.5)
@diagnose("a border point passes nothing on: only pairs of two core points join clusters")
def test_border_is_no_bridge(student):
    "A border point between two crowds joins the lower number, and does not join the crowds."
    X = line(2.7, 3.1, 3.6, 1.8, 0, 0.5, 0.9)
    assert_close(student.dbscan(X, 1, 4), torch.tensor([0, 0, 0, 0, 1, 1, 1]))
    assert_close(student.dbscan(X.flip(0), 1, 4), torch.tensor([0, 0, 0, 0, 1, 1, 1]))


@exercise("dbscan", points=0.5)
@diagnose("a point counts itself: min_pts=3 is two others")
def test_counts_itself(student):
    "The point itself is one of min_pts."
    X = line(0, 0.5, 5, 5.5, 6, 30)
    assert_close(student.dbscan(X, 1, 2), torch.tensor([0, 0, 1, 1, 1, -1]))
    assert_close(student.dbscan(X, 1, 3), torch.tensor([-1, -1, 0, 0, 0, -1]))
    assert_close(student.dbscan(X, 1, 1), torch.tensor([0, 0, 1, 1, 1, 2]))


@exercise("dbscan", points=0.5)
@diagnose("a distance of exactly eps is within reach")
def test_exactly_eps_is_near(student):
    "Exactly eps apart is within reach, far from the origin, too."
    grid = torch.cartesian_prod(torch.arange(3.0), torch.arange(4.0))
    for moved in (grid, grid + 12345, grid.double() - 1000):
        for min_pts in (4, 5):
            got = student.dbscan(moved, 1, min_pts)
            assert_close(got, by_the_book(grid, 1, min_pts))
    square = torch.tensor([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0], [9.0, 12.5]])
    assert_close(student.dbscan(square, 5, 2), torch.tensor([0, 0, 0, -1]))


@exercise("dbscan", points=0.5)
@diagnose("number clusters 0, 1, 2, … by the place of their first core point in X")
def test_numbers_by_first_core_point(student):
    "Clusters are numbered as their first core points stand in X, border points notwithstanding."
    # the first point is border of the crowd whose core comes last
    X = line(0.0, 50, 50.5, 51, 30, 30.4, 30.8, 0.9, 1.5, 1.8)
    assert_close(student.dbscan(X, 1, 3), torch.tensor([2, 0, 0, 0, 1, 1, 1, 2, 2, 2]))
    assert_close(student.dbscan(X[4:], 1, 3), torch.tensor([0, 0, 0, 1, 1, 1]))


@exercise("dbscan", points=0.5)
@diagnose("compare with the definition: who is core, who reaches whom, and who is left over")
def test_like_the_definition(student):
    "Agrees with the definition on clouds in several dimensions; X stays; noise only is fine."
    for n, d, eps, min_pts in ((97, 2, 0.3, 4), (61, 3, 0.7, 3), (53, 1, 0.05, 2), (5, 2, 1e-3, 2)):
        X = torch.randn(d, n).T
        with unchanged(X):
            got = student.dbscan(X, eps, min_pts)
        assert_close(got, by_the_book(X, eps, min_pts))


@exercise("dbscan", points=0.25)
@diagnose("labels are int64, one for each point, also where there is only one point")
def test_single_points_and_copies(student):
    "Works for one point, and for copies of it."
    assert_close(student.dbscan(torch.ones(1, 3), 0.5, 2), torch.tensor([-1]))
    assert_close(student.dbscan(torch.ones(1, 3), 0.5, 1), torch.tensor([0]))
    assert_close(student.dbscan(torch.ones(4, 2), 0.5, 4), torch.zeros(4, dtype=torch.int64))
