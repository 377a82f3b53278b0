"""Each frame adds new dots to the old ones. Move the dots that are there, or clear the axes first.

Read again: Help: dots pile up.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))

    def draw(i):
        ax.scatter(path[i][:, 0], path[i][:, 1])

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
