"""Your list begins with the places after one step; X itself is never shown.

Read again: Film it: keep the places after 0, 1, … steps.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [update(X)]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))
    dots = ax.scatter(X[:, 0], X[:, 1])

    plt.close(fig)
    return FuncAnimation(fig, lambda i: dots.set_offsets(path[i]), frames=steps + 1)
