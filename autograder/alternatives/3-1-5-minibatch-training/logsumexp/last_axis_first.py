"""Moves the axis to the end, works there, and squeezes or puts it back."""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    y = x.movedim(dim, -1)
    top = torch.amax(y, -1)
    safe = torch.nan_to_num(top, posinf=0.0, neginf=0.0)
    out = torch.log(torch.sum(torch.exp(y - safe[..., None]), -1)) + safe
    return out.unsqueeze(dim) if keepdim else out
