"""You sum each tensor over the missing letters before you multiply; a sum of products is not a product of sums.

Read again: "How einsum works inside": multiply with one axis for each letter, then sum.
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
    product = None
    for term, op in zip(terms, ops):
        for letter in set(term):
            while term.count(letter) > 1:
                i = term.index(letter)
                j = term.index(letter, i + 1)
                op = op.diagonal(dim1=i, dim2=j)
                term = term[:i] + term[i + 1 : j] + term[j + 1 :] + letter
        missing = tuple(i for i, letter in enumerate(term) if letter not in out)
        op = op.sum(dim=missing) if missing else op
        term = "".join(letter for letter in term if letter in out)
        op = op.permute([term.index(letter) for letter in out if letter in term])
        op = op[tuple(slice(None) if letter in term else None for letter in out)]
        product = op if product is None else product * op
    return product
