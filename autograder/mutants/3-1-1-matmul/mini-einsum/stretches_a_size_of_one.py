"""You let a size of 1 fit any other, as broadcasting does; here a letter has one size, so 1 against 3 must raise.

Read again: "How einsum works inside": one letter, one size.
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
            if sizes.setdefault(letter, size) != size and 1 not in (size, sizes[letter]):
                raise ValueError("one letter, two sizes")
    if len(set(out)) != len(out) or not set(out) <= set(sizes):
        raise ValueError("the right side is wrong")
    order = out + "".join(letter for letter in sizes if letter not in out)
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
    dims = tuple(range(len(out), len(order)))
    return product.sum(dim=dims) if dims else product
