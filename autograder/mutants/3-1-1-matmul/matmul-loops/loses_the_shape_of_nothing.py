"""You build the result from a list of rows: with no rows there is nothing that tells its width, so (0, 3) by (3, 2) becomes (0,).

Read again: "One number at a time": sizes of 0 are legal: make c with its shape first.
"""


def matmul_loops(a: Tensor, b: Tensor) -> Tensor:
    n, k = a.shape
    if k != b.shape[0]:
        raise ValueError(f"{k} columns do not fit {b.shape[0]} rows")
    rows = []
    for i in range(n):
        row = []
        for j in range(b.shape[1]):
            total = 0
            for p in range(k):
                total = total + a[i, p].item() * b[p, j].item()
            row.append(total)
        rows.append(row)
    return torch.tensor(rows, dtype=a.dtype)
