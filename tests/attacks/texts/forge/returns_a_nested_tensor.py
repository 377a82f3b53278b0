"""Returns nested and quantized tensors.

verdict: Z
right: 2
seen: output, failed, error
"""
import warnings

warnings.simplefilter("ignore")


def add(a, b):
    found = answer(a, b)
    if not isinstance(found, torch.Tensor):
        return found
    if found.dtype == torch.float32:
        return torch.nested.nested_tensor([found, found])
    return torch.quantize_per_tensor(found.float(), 0.1, 0, torch.quint8)
