"""The keys come back in another order.

Read again: the task of `to_device`: the same keys in the same order.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {
            name: to_device(value, device)
            for name, value in sorted(x.items(), key=lambda item: str(item[0]))
        }
    if isinstance(x, list | tuple):
        moved = (to_device(value, device) for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
