"""You compute without looking at the equation first: tensors too many are dropped by zip, unknown letters end in a KeyError, and a size is whatever came last.

Read again: "How einsum works inside": which equations make no sense: raise ValueError.
"""


def mini_einsum(eq: str, *ops: Tensor) -> Tensor:
    left, out = eq.replace(" ", "").split("->")
    terms = left.split(",")
    sizes = {}
    for term, op in zip(terms, ops):
        sizes.update(zip(term, op.shape))
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
    product = product.expand([sizes[letter] for letter in order])
    dims = tuple(range(len(out), len(order)))
    return product.sum(dim=dims) if dims else product
