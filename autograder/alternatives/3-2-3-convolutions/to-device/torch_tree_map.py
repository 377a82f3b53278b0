"""torch's own pytrees."""


def to_device(x: Any, device: str | torch.device) -> Any:
    """Move every tensor in nested containers. Example: {"x": [a, "coat"]} -> {"x": [a there, "coat"]}"""
    from torch.utils._pytree import tree_map

    return tree_map(lambda leaf: leaf.to(device) if hasattr(leaf, "to") else leaf, x)
