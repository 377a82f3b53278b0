"""Tensors in lists and tuples stay where they were: hand `device` on.

Read again: A batch is not always a pair: what the colleague's function did first.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {name: to_device(value, device) for name, value in x.items()}
    if isinstance(x, list | tuple):
        moved = (to_device(value, "cpu") for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
