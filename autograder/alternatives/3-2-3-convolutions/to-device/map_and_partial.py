"""functools.partial and map."""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    from functools import partial

    move = partial(to_device, device=device)
    if hasattr(x, "to"):
        return x.to(device=device)
    if isinstance(x, dict):
        return dict(zip(x, map(move, x.values())))
    if hasattr(x, "_replace") and hasattr(x, "_fields"):
        return type(x)(**{name: move(getattr(x, name)) for name in x._fields})
    if type(x) in (list, tuple):
        return type(x)(map(move, x))
    return x
