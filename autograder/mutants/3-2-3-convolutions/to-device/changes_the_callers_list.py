"""You write into the caller's list: build a new one.

Read again: the task of `to_device`: the caller's containers stay.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {name: to_device(value, device) for name, value in x.items()}
    if isinstance(x, list | tuple):
        if isinstance(x, list):
            x[:] = [to_device(value, device) for value in x]
            return x
        moved = (to_device(value, device) for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
