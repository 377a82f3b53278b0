"""the law to the letter: index k of every sample, for containers of both kinds"""


def stacked(samples, dtype=None):
    out = torch.empty((len(samples), *torch.as_tensor(samples[0]).shape), dtype=dtype)
    for i, sample in enumerate(samples):
        out[i] = torch.as_tensor(sample, dtype=dtype)
    return out


def default_collate(samples):
    samples = list(samples)
    first = samples[0]
    if isinstance(first, (str, bytes)):
        return samples
    if isinstance(first, dict):
        batch = {}
        for key in first:
            batch[key] = default_collate([sample[key] for sample in samples])
        return batch
    if isinstance(first, (tuple, list)):
        if any(len(sample) != len(first) for sample in samples):
            raise ValueError("unequal")
        return [default_collate([sample[i] for sample in samples]) for i in range(len(first))]
    if isinstance(first, torch.Tensor):
        return stacked(samples, first.dtype)
    if isinstance(first, (np.ndarray, np.number, np.bool_)):
        return stacked(samples, torch.as_tensor(first).dtype)
    kinds = {bool: torch.bool, int: torch.int64, float: torch.float64}
    if type(first) not in kinds:
        raise TypeError(f"cannot collate {type(first)}")
    return stacked(samples, kinds[type(first)])
