"""You write into the caller's dictionary: he keeps it to plot from.

Read again: A batch is not always a pair: the caller's own dictionary.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        for name in x:
            x[name] = to_device(x[name], device)
        return x
    if isinstance(x, list | tuple):
        moved = (to_device(value, device) for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
