"""Names and numbers disappear from your dicts: pass them on.

Read again: the task of `to_device`: anything else is passed on.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {
            name: to_device(value, device)
            for name, value in x.items()
            if not isinstance(value, int | str)
        }
    if isinstance(x, list | tuple):
        moved = (to_device(value, device) for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
