"""Hidden tests of `centroids`: points that have come together, collected."""

import torch

from autograder.testing import assert_close, diagnose, exercise, unchanged

# three groups and a lone point, mixed; two groups lie across borders of rounding
POINTS = torch.tensor(
    [[7.45, 1.0], [-2.0, 0.5], [7.55, 1.1], [0.1, -9.5], [-2.1, 0.45], [7.5, 0.9], [30.0, 30.0]],
    dtype=torch.float64,
)
LABELS = torch.tensor([0, 1, 0, 2, 1, 0, 3])


@exercise("centroids", points=0.75)
@diagnose("number groups from 0 in the order in which their first points stand in X")
def test_numbers_groups_as_they_appear(student):
    "Numbers the groups 0, 1, 2, … as they first appear."
    _, labels = student.centroids(POINTS, 1.0)
    assert_close(labels, LABELS)


@exercise("centroids", points=0.5)
@diagnose("a centre is the average of all points of its group")
def test_centres_are_averages(student):
    "Each centre is the average of its group, in the order of the numbers."
    centres, _ = student.centroids(POINTS, 1.0)
    expected = torch.stack([POINTS[LABELS == group].mean(dim=0) for group in range(4)])
    assert_close(centres, expected)


@exercise("centroids", points=0.25)
@diagnose("rounding draws borders through the middle of groups: compare distances with tol")
def test_no_border_cuts_a_group(student):
    "A group stays one wherever it lies, and tol decides what is near."
    for middle in (0.0, 0.5, -3.5, 11.25):
        group = middle + torch.tensor([[-0.02], [0.02], [0.01], [-0.01]])
        _, labels = student.centroids(torch.cat([group, group + 0.2]), 0.1)
        assert_close(labels, torch.tensor([0, 0, 0, 0, 1, 1, 1, 1]))
        _, labels = student.centroids(torch.cat([group, group + 0.2]), 5.0)
        assert_close(labels, torch.zeros(8, dtype=torch.int64))
    _, labels = student.centroids(torch.tensor([[0.0], [2.0]]), 2.0)  # not less than 2 apart
    assert_close(labels, torch.tensor([0, 1]))


@exercise("centroids", points=0.25)
@diagnose("a point on its own is a group like any other, with a number and a centre")
def test_lone_points_are_groups(student):
    "A single point is a group, also when it is all there is."
    centres, labels = student.centroids(torch.tensor([[2.0, 3.0, 5.0]]), 1.0)
    assert_close(centres, torch.tensor([[2.0, 3.0, 5.0]]))
    assert_close(labels, torch.tensor([0]))
    _, labels = student.centroids(torch.tensor([[0.0], [9.0], [4.0]]), 1.0)
    assert_close(labels, torch.tensor([0, 1, 2]))


@exercise("centroids", points=0.25)
@diagnose("centres keep the dtype of X, labels are int64, and X stays as it was")
def test_input_stays(student):
    "Leaves X as it is; centres have its dtype."
    for dtype in (torch.float32, torch.float64):
        X = torch.tensor([[5.0, 1.0, 2.0], [5.5, 1.0, 2.0], [0.0, 0.0, 1.0]], dtype=dtype)
        with unchanged(X):
            centres, labels = student.centroids(X, 1.0)
        expected = torch.tensor([[5.25, 1.0, 2.0], [0.0, 0.0, 1.0]], dtype=dtype)
        assert_close(centres, expected)
        assert_close(labels, torch.tensor([0, 0, 1]))
