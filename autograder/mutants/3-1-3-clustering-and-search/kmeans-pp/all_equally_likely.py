"""All rows are equally likely for every centre: that is the blind start that k-means++ replaces.

Read again: A bad start: each house counts by the square of its distance.
"""


def kmeans_pp(X: Tensor, k: int, generator: torch.Generator | None = None) -> Tensor:
    if not 1 <= k <= len(X):
        raise ValueError
    return X[torch.randperm(len(X), generator=generator)[:k]]
