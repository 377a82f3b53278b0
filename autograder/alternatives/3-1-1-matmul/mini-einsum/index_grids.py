"""Reads every tensor with index tensors, one aranged along its own axis for each letter."""


def parse(eq, ops):
    parts = eq.replace(" ", "").split("->")
    if len(parts) != 2:
        raise ValueError("one -> is needed")
    terms = parts[0].split(",")
    if len(terms) != len(ops) or any(len(t) != o.dim() for t, o in zip(terms, ops)):
        raise ValueError("the terms do not fit the tensors")
    sizes = {}
    for term, op in zip(terms, ops):
        for letter, size in zip(term, op.shape):
            sizes.setdefault(letter, set()).add(size)
    if any(len(found) > 1 for found in sizes.values()):
        raise ValueError("a letter has two sizes")
    out = parts[1]
    if set(out) - set(sizes) or len(set(out)) < len(out):
        raise ValueError("the right side")
    return terms, out, {letter: found.pop() for letter, found in sizes.items()}


def mini_einsum(eq: str, *ops: Tensor) -> Tensor:
    terms, out, sizes = parse(eq, ops)
    order = list(out) + sorted(set(sizes) - set(out))
    grid = {}
    for axis, letter in enumerate(order):
        shape = [1] * len(order)
        shape[axis] = -1
        grid[letter] = torch.arange(sizes[letter]).reshape(shape)
    full = [sizes[letter] for letter in order]
    result = torch.ones(full, dtype=ops[0].dtype)
    for term, op in zip(terms, ops):
        result = result * (op[tuple(grid[letter] for letter in term)] if term else op)
    for _ in range(len(order) - len(out)):
        result = result.sum(-1)
    return result
