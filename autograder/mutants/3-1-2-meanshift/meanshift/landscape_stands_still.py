"""Your walkers look at where all stood at the very beginning, not at where they stand now. That is a good method, too, but another one.

Read again: Adjacent concepts: standing landscape; here all walk, and everyone looks again.
"""


def meanshift(X: Tensor, bw: float, bs: int = 500, steps: int = 5) -> Tensor:
    now = X
    for _ in range(steps):
        goals = []
        for x in now.split(bs):
            w = fog(torch.cdist(x, X), bw)
            goals.append(w @ X / w.sum(dim=1, keepdim=True))
        now = torch.cat(goals)
    return now
