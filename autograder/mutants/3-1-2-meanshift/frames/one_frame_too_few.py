"""You show as many frames as there are steps: the last place is missing. Before any step, and after each, makes steps + 1.

Read again: Help: between 4 fence posts are 3 gaps.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))
    dots = ax.scatter(X[:, 0], X[:, 1])

    plt.close(fig)
    return FuncAnimation(fig, lambda i: dots.set_offsets(path[i]), frames=steps)
