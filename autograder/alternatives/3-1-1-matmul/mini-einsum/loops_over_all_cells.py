"""The slow definition: a loop over all values of all letters, number by number."""
from itertools import product


def mini_einsum(eq, *ops):
    eq = "".join(eq.split())
    if "->" not in eq:
        raise ValueError("no ->")
    left, out = eq.split("->")
    terms = left.split(",")
    if len(terms) != len(ops):
        raise ValueError("terms")
    sizes = {}
    for term, op in zip(terms, ops):
        if len(term) != len(op.shape):
            raise ValueError("axes")
        for letter, size in zip(term, op.shape):
            if letter in sizes and sizes[letter] != size:
                raise ValueError("sizes")
            sizes[letter] = size
    for letter in out:
        if letter not in sizes or out.count(letter) > 1:
            raise ValueError("right side")
    result = torch.zeros([sizes[letter] for letter in out], dtype=ops[0].dtype)
    values = [op.tolist() for op in ops]
    for position in product(*[range(size) for size in sizes.values()]):
        at = dict(zip(sizes, position))
        number = 1
        for term, value in zip(terms, values):
            for letter in term:
                value = value[at[letter]]
            number = number * value
        result[tuple(at[letter] for letter in out)] += number
    return result
