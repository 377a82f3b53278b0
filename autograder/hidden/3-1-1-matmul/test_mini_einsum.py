"""Hidden tests of `mini_einsum`: what letters mean, and which equations make no sense."""

import torch

from autograder.testing import assert_close, diagnose, exercise, raises, rule

PRODUCTS = [
    "@", "matmul", "mm", "mv", "bmm", "addmm", "addmv", "addbmm", "baddbmm", "einsum",
    "tensordot", "inner", "vecdot", "matvec", "vecmat", "multi_dot", "chain_matmul", "linear",
    "Linear", "bilinear", "conv1d", "sumprod",
]  # fmt: skip
by_hand = rule(forbid=[*PRODUCTS, "dot", "vdot"])
SIZES = {"b": 2, "i": 3, "j": 5, "k": 7, "n": 3, "o": 2, "p": 5, "q": 2, "d": 11}


def agrees_with_torch(student, *equations):
    """Compare with torch.einsum on tensors whose sizes SIZES gives for each letter."""
    for eq in equations:
        terms = eq.split("->")[0].split(",")
        ops = [torch.randn([SIZES[i] for i in term], dtype=torch.float64) for term in terms]
        expected = torch.einsum(eq, *ops)  # before the call: it may change its arguments
        assert_close(student.mini_einsum(eq, *ops), expected)


@exercise("mini-einsum", points=1)
@diagnose("multiply everything first, with one axis for each letter, and only then sum")
@by_hand
def test_products_of_several_tensors(student):
    "Multiplies two or three tensors along the letters they share."
    agrees_with_torch(
        student, "ik,kj->ij", "bik,bkj->bij", "d,d->", "i,j->ij", "np,opq,nq->no", "ij,ij->ij"
    )


@exercise("mini-einsum", points=0.5)
@diagnose("the letters right of -> name the axes in order; every letter not there is summed")
@by_hand
def test_right_side_decides(student):
    "Orders the axes as the right side says, and sums every letter that is missing there."
    agrees_with_torch(student, "ij->ji", "bij->jbi", "ij->", "ij->j", "i,j->ji", "ib,jk->ik")


@exercise("mini-einsum", points=1)
@diagnose("a letter that stands twice in one term walks the diagonal: both axes move together")
@by_hand
def test_repeated_letters_walk_the_diagonal(student):
    "Takes the diagonal where a letter repeats inside one term."
    agrees_with_torch(student, "ii->", "ii->i", "iij->j", "iji->ij", "ii,ij->j", "iii->i")


@exercise("mini-einsum", points=0.5)
@diagnose("check the equation before you compute: ->, terms, letters a term, and the right side")
def test_bad_equations_raise(student):
    "Raises ValueError for an equation that makes no sense or does not fit the tensors."
    a, b = torch.ones(2, 3), torch.ones(3, 5)
    bad = (
        ("ik,kj", a, b),  # no ->
        ("ik,kj->ij", a),  # more terms than tensors
        ("ij->ij", a, b),  # fewer
        ("ijk->ij", a),  # more letters than axes
        ("i->i", a),  # fewer
        ("ij,k->ijk", a[0], b),  # as many as all axes together, but not term by term
        ("ij->ik", a),  # k is unknown
        ("ij->iij", a),  # i stands twice on the right
    )
    for eq, *ops in bad:
        with raises("ValueError"):
            student.mini_einsum(eq, *ops)
    assert student.mini_einsum("i->i", torch.ones(3)).shape == (3,)


@exercise("mini-einsum", points=0.5)
@diagnose("a letter has one size everywhere: remember it and compare; 1 is no exception")
def test_a_letter_has_one_size(student):
    "Raises ValueError where one letter stands for two sizes, also for 1 and 3."
    bad = (
        ("ik,kj->ij", torch.ones(2, 3), torch.ones(5, 2)),
        ("ik,kj->ij", torch.ones(2, 1), torch.ones(3, 2)),
        ("i,i->i", torch.ones(3), torch.ones(1)),
        ("ii->", torch.ones(2, 3)),
        ("ii->i", torch.ones(1, 3)),
    )
    for eq, *ops in bad:
        with raises("ValueError"):
            student.mini_einsum(eq, *ops)
    assert student.mini_einsum("i->i", torch.ones(3)).shape == (3,)


@exercise("mini-einsum", points=0.5)
@diagnose("blanks mean nothing, capitals are letters, an empty term is 0-d, the dtype stays")
@by_hand
def test_blanks_capitals_scalars_and_dtypes(student):
    "Ignores blanks, tells B from b, takes 0-d tensors, and keeps the dtype."
    a, b = torch.randn(2, 3), torch.randn(3, 5)
    s, x = torch.tensor(3.0, dtype=torch.float64), torch.randn(5, dtype=torch.float64)
    ints = torch.randint(-9, 10, (3, 2)).T
    product, scaled, summed, same = a @ b, s * x, ints.sum(1), ints.clone()
    assert_close(student.mini_einsum(" i k , k j -> i j ", a, b), product)
    assert_close(student.mini_einsum("Bb,bC->BC", a, b), product)
    assert_close(student.mini_einsum(",i->i", s, x), scaled)
    assert_close(student.mini_einsum("ij->i", ints), summed)
    assert_close(student.mini_einsum("ij->ij", ints), same)
