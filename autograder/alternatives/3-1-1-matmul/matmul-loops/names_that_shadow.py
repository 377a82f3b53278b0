"""Local variables called sum, dot, left and right, as builtins, methods and globals of the notebook are."""


def matmul_loops(a, b):
    left, right = a.tolist(), b.tolist()
    if a.shape[1] != b.shape[0]:
        raise ValueError("inner sizes differ")
    dot = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype)
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            sum = 0
            for k in range(a.shape[1]):
                sum += left[i][k] * right[k][j]
            dot[i, j] = sum
    return dot
