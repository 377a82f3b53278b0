"""Python numbers, four loops, a tensor at the end."""


def apply_kernel(x: Tensor, kernel: Tensor) -> Tensor:
    """Slide kernel (kh, kw) over x (h, w). Example: [[1, 2, 4]], [[-1, 1]] -> [[1, 2]]"""
    pixels, weights = x.tolist(), kernel.tolist()
    rows, cols = len(pixels) - len(weights) + 1, len(pixels[0]) - len(weights[0]) + 1
    out = [[0.0] * cols for _ in range(rows)]
    for i in range(rows):
        for j in range(cols):
            for a, row in enumerate(weights):
                for b, weight in enumerate(row):
                    out[i][j] += pixels[i + a][j + b] * weight
    return torch.tensor(out, dtype=x.dtype)
