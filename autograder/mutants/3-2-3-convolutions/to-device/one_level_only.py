"""You move what lies at the top, not what lies deeper: call yourself on every value.

Read again: the task of `to_device`: to any depth.
"""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, Tensor | nn.Module):
        return x.to(device)
    if isinstance(x, dict):
        return {
            name: value.to(device) if isinstance(value, Tensor | nn.Module) else value
            for name, value in x.items()
        }
    if isinstance(x, list | tuple):
        moved = (to_device(value, device) for value in x)
        return type(x)(*moved) if hasattr(x, "_fields") else type(x)(moved)
    return x
