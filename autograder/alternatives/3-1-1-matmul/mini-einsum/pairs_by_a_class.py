"""A small class of a tensor with named axes, multiplied pair by pair."""


class Named:
    def __init__(self, x, names):
        if x.ndim != len(names):
            raise ValueError(f"{names} for {x.ndim} axes")
        while len(set(names)) != len(names):
            i = next(i for i, name in enumerate(names) if name in names[i + 1 :])
            j = names.index(names[i], i + 1)
            if x.shape[i] != x.shape[j]:
                raise ValueError(f"{names[i]} has two sizes")
            x = torch.diagonal(x, dim1=i, dim2=j)
            names = names[:i] + names[i + 1 : j] + names[j + 1 :] + names[i]
        self.x, self.names = x, names

    def size(self, name):
        return self.x.shape[self.names.index(name)]

    def to(self, names):
        x = self.x.permute([self.names.index(name) for name in names if name in self.names])
        for axis, name in enumerate(names):
            if name not in self.names:
                x = x.unsqueeze(axis)
        return x

    def times(self, other):
        for name in set(self.names) & set(other.names):
            if self.size(name) != other.size(name):
                raise ValueError(f"{name} has two sizes")
        names = self.names + "".join(name for name in other.names if name not in self.names)
        return Named(self.to(names) * other.to(names), names)


def mini_einsum(eq: str, *ops: Tensor) -> Tensor:
    left, arrow, out = eq.replace(" ", "").partition("->")
    if not arrow:
        raise ValueError("no ->")
    terms = left.split(",")
    if len(terms) != len(ops):
        raise ValueError("a term for each tensor")
    result = Named(ops[0], terms[0])
    for term, op in zip(terms[1:], ops[1:]):
        result = result.times(Named(op, term))
    if any(name not in result.names for name in out) or len(set(out)) != len(out):
        raise ValueError("the right side")
    x = result.to(out + "".join(name for name in result.names if name not in out))
    return x.flatten(start_dim=len(out)).sum(-1) if len(result.names) > len(out) else x
