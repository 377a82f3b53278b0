"""Hidden tests of `LSH`: candidates from buckets, and the nearest among them.

They stand on their own: `codes` is replaced by one that is known to be right.
"""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def asked(student, portions, Q, k, bits, tables, other):
    """Add portions, then ask: planes, candidates and answers for Q, then answers for `other`."""
    import torch

    def codes(X, planes):
        sides = torch.einsum("nd,tbd->ntb", X, planes) > 0
        return (sides.long() * 2 ** torch.arange(planes.shape[1])).sum(dim=2)

    names = student.LSH.add.__globals__
    theirs = names.get("codes")
    names["codes"] = codes
    torch.manual_seed(0)  # the same planes at each asking, from wherever they are drawn
    try:
        index = student.LSH(portions[0].shape[1], bits, tables, torch.Generator())
        for X in portions:
            index.add(X)
        who, row = index.candidates(Q)
        return [index.planes, who, row, index.query(Q, k), index.query(other, k)]
    finally:
        names["codes"] = theirs


def share(X, Q, planes):
    """Say which rows of X share a bucket with which rows of Q, in any table: (m, n)."""
    sides = [torch.einsum("nd,tbd->ntb", x, planes.to(x)) > 0 for x in (Q, X)]
    return (sides[0][:, None] == sides[1][None]).all(dim=3).any(dim=2)


def best(X, Q, planes, k):
    """Return the k candidates of smallest angle, -1 where fewer."""
    cosine = F.normalize(Q, dim=1) @ F.normalize(X, dim=1).T
    cosine[~share(X, Q, planes)] = -9
    values, rows = torch.cat([cosine, torch.full((len(Q), k), -9.0).to(cosine)], dim=1).topk(k)
    return torch.where(values > -8, rows, -1)


def pairs(who, row):
    """Return the pairs as a sorted list."""
    return sorted(zip(torch.as_tensor(who).tolist(), torch.as_tensor(row).tolist(), strict=True))


def cloud(n, d, dtype=torch.float32):
    """Return vectors of length 1, in loose heaps: other lengths have a test of their own."""
    heaps = torch.randn(13, d, dtype=dtype)
    return F.normalize(heaps[torch.arange(n) % 13] + 0.6 * torch.randn(n, d, dtype=dtype), dim=1)


@exercise("lsh", points=1)
@diagnose(
    "who asks first, then the row: all that share a bucket in any table, not in all, not the first"
)
def test_candidates_share_a_bucket(student):
    "The candidates are exactly the rows that share a bucket in at least one table."
    X, Q = cloud(83, 7), cloud(5, 7)
    planes, who, row, _, _ = student.run(asked, [X], Q, 3, 4, 3, Q)
    assert planes.shape == (3, 4, 7)
    assert set(pairs(who, row)) == set(map(tuple, share(X, Q, planes).nonzero().tolist()))


@exercise("lsh", points=0.5)
@diagnose("a pair that shares several buckets is still one pair: unique")
def test_each_pair_once(student):
    "A row met in several tables is a candidate once."
    X = cloud(31, 3)
    _, who, row, _, _ = student.run(asked, [X], X[:4].clone(), 3, 1, 5, X[:2])
    found = pairs(who, row)
    assert found
    assert len(found) == len(set(found))


@exercise("lsh", points=1)
@diagnose(
    "of the candidates, if these are right, the k of largest cosine, best first, by row numbers"
)
def test_nearest_candidates_first(student):
    "query gives the k candidates of smallest angle, best first."
    X, Q = cloud(97, 5, torch.float64), cloud(6, 5, torch.float64)
    planes, _, _, found, _ = student.run(asked, [X], Q, 3, 3, 4, Q)
    assert_close(found, best(X, Q, planes, 3))


@exercise("lsh", points=0.5)
@diagnose("-1 stands behind the candidates where there are fewer than k; nobody else is returned")
def test_minus_one_where_fewer(student):
    "Where fewer than k candidates are, -1 stands behind them; nobody else is returned."
    X, Q = cloud(23, 11), cloud(7, 11)
    planes, _, _, found, lonely = student.run(asked, [X], Q, 13, 9, 2, -X[:1])
    assert (best(X, Q, planes, 13) == -1).any()
    for got, questions in ((found, Q), (lonely, -X[:1])):
        wanted = best(X, questions, planes, 13)
        assert_close(got.sort(dim=1).values, wanted.sort(dim=1).values)  # their order: test above
        assert_close((got < 0).long(), (wanted < 0).long())


@exercise("lsh", points=1)
@diagnose("a second add continues the first: numbers go on, and old rows are still found")
def test_portions(student):
    "Rows added in portions are numbered on, and give what one portion gives."
    X, Q = cloud(59, 5, torch.float64), cloud(4, 5, torch.float64)
    portions = [X[:17].clone(), X[17:18].clone(), X[18:].clone()]
    _, who, row, found, _ = student.run(asked, portions, Q, 5, 3, 3, Q)
    _, who_at_once, row_at_once, found_at_once, _ = student.run(asked, [X], Q, 5, 3, 3, Q)
    assert len(who) > 0
    assert set(pairs(who, row)) == set(pairs(who_at_once, row_at_once))
    assert_close(found, found_at_once)


@exercise("lsh", points=0.5)
@diagnose("other lengths change the answer: angles need rows and questions at length 1")
def test_lengths_do_not_count(student):
    "Neither the length of a row nor that of a question matters."
    X, Q = cloud(61, 6, torch.float64), cloud(5, 6, torch.float64)
    stretched = X * (0.01 + 50 * torch.rand(61, 1, dtype=torch.float64))
    _, _, _, one, other = student.run(asked, [X], Q, 4, 3, 3, 7 * Q)
    _, _, _, rows_stretched, _ = student.run(asked, [stretched], Q, 4, 3, 3, Q)
    assert (one >= 0).any()
    assert_close(rows_stretched, one)
    assert_close(other, one)


@exercise("lsh", points=0.5)
@diagnose(
    "of ten true neighbours eight should be found in 30 % of the rows: are other tests passed?"
)
def test_recall(student):
    "Finds 80 % of the ten nearest while looking at less than 30 % of the rows."
    heaps = torch.randn(29, 16)
    X = F.normalize(heaps[torch.arange(580) % 29] + 0.3 * torch.randn(580, 16), dim=1)
    Q = F.normalize(heaps + 0.3 * torch.randn(29, 16), dim=1)
    _, who, row, found, _ = student.run(asked, [X], Q, 10, 8, 16, Q[:1])
    true = (Q @ X.T).topk(10).indices
    assert len(set(pairs(who, row))) < 0.3 * len(Q) * len(X)
    assert (found[:, :, None] == true[:, None]).any(dim=2).double().mean() >= 0.8
