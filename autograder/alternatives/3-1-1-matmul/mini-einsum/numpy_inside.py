"""numpy inside: masks the off-diagonal, moves axes, and turns back into a tensor of the same dtype."""


def mini_einsum(eq, *ops):
    eq = eq.replace(" ", "")
    if eq.count("->") != 1:
        raise ValueError(eq)
    lhs, rhs = eq.split("->")
    terms = lhs.split(",")
    if len(terms) != len(ops):
        raise ValueError("number of operands")
    arrays = [op.numpy() for op in ops]
    letters, sizes = [], {}
    for term, x in zip(terms, arrays):
        if len(term) != x.ndim:
            raise ValueError("number of axes")
        for letter, size in zip(term, x.shape):
            if letter not in sizes:
                letters.append(letter)
                sizes[letter] = size
            elif sizes[letter] != size:
                raise ValueError("sizes")
    if sorted(rhs) != sorted(set(rhs)) or any(letter not in sizes for letter in rhs):
        raise ValueError("output")
    order = list(rhs) + [letter for letter in letters if letter not in rhs]
    total = None
    for term, x in zip(terms, arrays):
        names = list(term)
        while len(set(names)) < len(names):
            letter = next(name for name in names if names.count(name) > 1)
            first = names.index(letter)
            second = names.index(letter, first + 1)
            x = np.diagonal(x, axis1=first, axis2=second)
            names = [name for i, name in enumerate(names) if i not in (first, second)] + [letter]
        x = np.transpose(x, [names.index(letter) for letter in order if letter in names])
        x = x.reshape([sizes[letter] if letter in names else 1 for letter in order])
        total = x if total is None else total * x
    full = np.broadcast_to(total, [sizes[letter] for letter in order])
    summed = np.add.reduce(full, axis=tuple(range(len(rhs), len(order))))
    return torch.from_numpy(np.array(summed)).to(ops[0].dtype)
