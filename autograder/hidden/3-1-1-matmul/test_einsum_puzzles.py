"""Hidden tests of the einsum puzzles: one function, one test, one call of torch.einsum."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, rule

OTHERS = [
    "loops", "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "dot", "vdot", "outer", "trace", "sum",
    "mean", "multi_dot", "chain_matmul", "linear", "bilinear", "scaled_dot_product_attention",
]  # fmt: skip
DTYPES = torch.float32, torch.float64


def one_einsum(function):
    """The rule of all puzzles."""
    return rule(require=["torch.einsum"], forbid=OTHERS, function=function)


@exercise("einsum-puzzles", points=0.5)
@diagnose("name the rows of a, the shared axis, and the columns of b; keep the first and the last")
@one_einsum("matmul_einsum")
def test_matmul_einsum(student):
    "`matmul_einsum` is the matrix product."
    for dtype in DTYPES:
        a, b = torch.randn(3, 2, dtype=dtype).T, torch.randn(3, 5, dtype=dtype)
        expected = a @ b
        assert_close(student.matmul_einsum(a, b), expected)


@exercise("einsum-puzzles", points=0.5)
@diagnose("the batch letter stands in both terms and stays on the right, so it is not summed")
@one_einsum("batched_matmul")
def test_batched_matmul(student):
    "`batched_matmul` is one matrix product for each item of the batch."
    for bs, dtype in ((2, torch.float32), (3, torch.float64), (1, torch.float64)):
        a, b = torch.randn(bs, 5, 3, dtype=dtype), torch.randn(bs, 3, 7, dtype=dtype)
        expected = torch.bmm(a, b)
        assert_close(student.batched_matmul(a, b), expected)


@exercise("einsum-puzzles", points=0.5)
@diagnose("the same letter twice walks the diagonal; nothing on the right sums it up")
@one_einsum("trace")
def test_trace(student):
    "`trace` adds up the diagonal."
    for n, dtype in ((5, torch.float32), (3, torch.float64), (1, torch.float64)):
        a = torch.randn(n, n, dtype=dtype)
        expected = torch.trace(a)
        assert_close(student.trace(a), expected)


@exercise("einsum-puzzles", points=0.5)
@diagnose("two letters, both kept: each number of u meets each number of v; u gives the rows")
@one_einsum("outer")
def test_outer(student):
    "`outer` is every number of u times every number of v."
    for n, m, dtype in ((2, 5, torch.float32), (3, 3, torch.float64), (1, 7, torch.float64)):
        u, v = torch.randn(n, dtype=dtype), torch.randn(2 * m, dtype=dtype)[::2]
        expected = torch.outer(u, v)
        assert_close(student.outer(u, v), expected)


@exercise("einsum-puzzles", points=0.5)
@diagnose("one number for each row: the row letter stays on the right, the other is summed")
@one_einsum("rowwise_dot")
def test_rowwise_dot(student):
    "`rowwise_dot` is a dot product for each pair of rows."
    for n, d, dtype in ((3, 5, torch.float32), (2, 7, torch.float64), (1, 3, torch.float64)):
        x, y = torch.randn(n, d, dtype=dtype), torch.randn(d, n, dtype=dtype).T
        expected = (x * y).sum(1)
        assert_close(student.rowwise_dot(x, y), expected)


@exercise("einsum-puzzles", points=0.75)
@diagnose("x and y share n, w brings o: keep these two, sum over the other letters of w")
@one_einsum("bilinear")
def test_bilinear(student):
    "`bilinear` is x times w times y, for each item and each output."
    for n, o, p, q, dtype in ((2, 3, 5, 7, torch.float32), (1, 2, 3, 3, torch.float64)):
        x, y = torch.randn(n, p, dtype=dtype), torch.randn(n, q, dtype=dtype)
        w = torch.randn(o, p, q, dtype=dtype)
        expected = F.bilinear(x, y, w)
        assert_close(student.bilinear(x, w, y), expected)


@exercise("einsum-puzzles", points=0.75)
@diagnose("queries and keys need a letter each for their positions; keep batch, head, query, key")
@one_einsum("attention_scores")
def test_attention_scores(student):
    "`attention_scores` is each query's dot product with each key, head by head, not scaled."
    for bs, queries, keys, heads, d, dtype in (
        (2, 3, 5, 2, 7, torch.float32),
        (3, 3, 3, 2, 5, torch.float64),
        (1, 5, 2, 3, 2, torch.float64),
    ):
        q = torch.randn(bs, queries, heads, d, dtype=dtype)
        k = torch.randn(bs, keys, heads, d, dtype=dtype)
        expected = q.permute(0, 2, 1, 3) @ k.permute(0, 2, 3, 1)
        assert_close(student.attention_scores(q, k), expected)
