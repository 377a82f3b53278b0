"""A loop over the rows, summed and divided."""


def nll(log_probs, y):
    total = 0
    for row, kind in zip(log_probs, y):
        total = total - row[kind]
    return total / len(y)


def cross_entropy(logits, y):
    below = [torch.logsumexp(row, 0) - row[kind] for row, kind in zip(logits, y)]
    return torch.stack(below).mean()
