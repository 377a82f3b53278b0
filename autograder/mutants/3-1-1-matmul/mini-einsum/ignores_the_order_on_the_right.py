"""The axes do not come out in the order of the right side: you left them as the letters first came, or told permute where each axis goes instead of where it was.

Read again: "What do the letters on the right decide?": the right side gives the order of the axes.
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
    order = "".join(sizes)
    product = None
    for term, op in zip(terms, ops):
        for letter in set(term):
            while term.count(letter) > 1:
                i = term.index(letter)
                j = term.index(letter, i + 1)
                op = op.diagonal(dim1=i, dim2=j)
                term = term[:i] + term[i + 1 : j] + term[j + 1 :] + letter
        op = op.permute([term.index(letter) for letter in order if letter in term])
        op = op[tuple(slice(None) if letter in term else None for letter in order)]
        product = op if product is None else product * op
    dims = tuple(i for i, letter in enumerate(order) if letter not in out)
    return product.sum(dim=dims) if dims else product
