"""Works on nested lists and makes a tensor of them in the end."""


class ShapeError(ValueError):
    pass


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    if a.shape[-1] != b.shape[0]:
        raise ShapeError(f"{tuple(a.shape)} by {tuple(b.shape)}")
    upper, lower = a.tolist(), b.tolist()
    rows = [[0] * b.shape[1] for _ in upper]
    for i, row in enumerate(upper):
        for p, x in enumerate(row):
            for j, y in enumerate(lower[p]):
                rows[i][j] += x * y
    return torch.tensor(rows, dtype=a.dtype).reshape(len(upper), b.shape[1])
