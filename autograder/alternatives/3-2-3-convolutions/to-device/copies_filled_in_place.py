"""Fresh containers, filled in a loop."""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    if isinstance(x, (torch.Tensor, torch.nn.Module)):
        return x.to(device)
    if isinstance(x, dict):
        out = {}
        for key in x:
            out[key] = to_device(x[key], device)
        return out
    if isinstance(x, (list, tuple)):
        out = []
        for item in x:
            out.append(to_device(item, device))
        if isinstance(x, list):
            return out
        return x._make(out) if hasattr(x, "_make") else tuple(out)
    return x
