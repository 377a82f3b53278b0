"""Adds plain Python numbers up in a local variable, with item()."""


def matmul_loops(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("inner sizes differ")
    c = torch.empty(a.shape[0], b.shape[1], dtype=a.dtype)
    for row in range(a.shape[0]):
        for col in range(b.shape[1]):
            total = 0
            for p in range(a.shape[1]):
                total += a[row, p].item() * b[p, col].item()
            c[row, col] = total
    return c
