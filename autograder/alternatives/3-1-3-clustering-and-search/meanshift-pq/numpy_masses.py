"""NumPy adds the weights up; recursion makes the steps."""


def meanshift_pq(x: Tensor, pq: PQ, codes: Tensor, bw: float, steps: int = 5) -> Tensor:
    if steps == 0:
        return x
    w = torch.softmax(-pq.distances(x, codes) / (2 * bw * bw), dim=1).numpy()
    goals = []
    for s, book in enumerate(pq.books.numpy()):
        mass = np.zeros((len(book), len(w)))
        np.add.at(mass, codes[:, s].numpy(), w.T)
        goals.append(mass.T @ book)
    moved = torch.from_numpy(np.concatenate(goals, axis=1)).to(x.dtype)
    return meanshift_pq(moved, pq, codes, bw, steps - 1)
