"""numpy inside, one call for each step."""


def meanshift(X, bw, bs=500, steps=5):
    if steps == 0:
        return X
    a = X.cpu().numpy()
    rows = []
    for i in range(0, len(a), bs):
        d2 = ((a[i : i + bs, None] - a) ** 2).sum(-1)
        w = np.exp(-d2 / (2 * bw * bw))
        rows.append(w @ a / w.sum(1, keepdims=True))
    new = torch.as_tensor(np.concatenate(rows)).to(X)
    return meanshift(new, bw, bs, steps - 1)
