"""A match statement."""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    match x:
        case Tensor() | nn.Module():
            return x.to(device)
        case dict():
            return {key: to_device(value, device) for key, value in x.items()}
        case tuple() if hasattr(x, "_make"):
            return x._make(to_device(value, device) for value in x)
        case tuple():
            return tuple(to_device(value, device) for value in x)
        case list():
            return [to_device(value, device) for value in x]
    return x
