"""A letter that stands twice in one term means the diagonal; you give it two axes of its own, so "ii->" sums the whole matrix.

Read again: "How einsum works inside": the same letter moves both axes together.
"""


def mini_einsum(eq: str, *ops: Tensor) -> Tensor:
    eq = eq.replace(" ", "")
    if eq.count("->") != 1:
        raise ValueError("no ->")
    left, out = eq.split("->")
    terms = left.split(",")
    if len(terms) != len(ops):
        raise ValueError("the number of terms is not the number of tensors")
    sizes = {}
    for term, op in zip(terms, ops):
        if len(term) != op.ndim:
            raise ValueError("a term has not one letter for each axis")
        for letter, size in zip(term, op.shape):
            if sizes.setdefault(letter, size) != size:
                raise ValueError("one letter, two sizes")
    if len(set(out)) != len(out) or not set(out) <= set(sizes):
        raise ValueError("the right side is wrong")
    order = out + "".join(letter for letter in sizes if letter not in out)
    product = None
    for term, op in zip(terms, ops):
        for position in reversed(range(len(term))):
            if term.index(term[position]) != position:
                op = op.sum(dim=position)
                term = term[:position] + term[position + 1 :]
        op = op.permute([term.index(letter) for letter in order if letter in term])
        op = op[tuple(slice(None) if letter in term else None for letter in order)]
        product = op if product is None else product * op
    dims = tuple(range(len(out), len(order)))
    return product.sum(dim=dims) if dims else product
