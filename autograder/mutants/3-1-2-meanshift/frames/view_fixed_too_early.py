"""You forbid matplotlib to fit the view before it has fitted it once: the limits stay 0 to 1, and most points are outside.

Read again: Help: the film is empty.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.autoscale(False)
    dots = ax.scatter(X[:, 0], X[:, 1])

    plt.close(fig)
    return FuncAnimation(fig, lambda i: dots.set_offsets(path[i]), frames=steps + 1)
