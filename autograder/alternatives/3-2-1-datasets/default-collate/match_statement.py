"""the table as a match statement"""


def default_collate(samples):
    match samples[0]:
        case torch.Tensor():
            return torch.stack(tuple(samples), 0)
        case np.ndarray() | np.generic():
            return torch.stack([torch.as_tensor(sample) for sample in samples])
        case bool() | int():
            return torch.tensor(list(samples))
        case float():
            return torch.tensor(list(samples), dtype=torch.double)
        case str() | bytes():
            return samples
        case dict() as first:
            return {k: default_collate([s[k] for s in samples]) for k in first}
        case list() | tuple():
            if len({len(s) for s in samples}) > 1:
                raise RuntimeError("samples of different lengths")
            return tuple(default_collate(list(place)) for place in zip(*samples))
    raise TypeError(type(samples[0]))
