"""Your points come back where they were: the averages are not taken, or not returned.

Read again: Exercise meanshift_knn: in each step everyone walks.
"""


def meanshift_knn(
    X: Tensor, bw: float, k: int, steps: int = 5, dist: Callable = torch.cdist
) -> Tensor:
    return X.clone()
