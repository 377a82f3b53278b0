"""The rows of the identity matrix as nudges, allclose as judge."""


def numeric_slope(f: Callable[[Tensor], Any], x: Tensor, h: float = 1e-5) -> Tensor:
    x = x.detach().to(torch.float64)
    nudges = (h * torch.eye(x.numel(), dtype=torch.float64)).reshape(-1, *x.shape)
    rises = [float(f(x + d)) - float(f(x - d)) for d in nudges]
    return torch.tensor(rises, dtype=torch.float64).reshape(x.shape) / (2 * h)


def slopes_agree(f: Callable[[Tensor], Any], x: Tensor, g: Tensor, tol: float = 1e-6) -> bool:
    s = numeric_slope(f, x)
    return s.shape == g.shape and torch.allclose(g.double(), s, rtol=tol, atol=tol)
