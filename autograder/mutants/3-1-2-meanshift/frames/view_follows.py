"""The view is fitted to the points of each frame: they shrink, the view shrinks with them, and nothing seems to move.

Read again: Film it: the camera zooms.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()

    def draw(i):
        ax.clear()
        ax.scatter(path[i][:, 0], path[i][:, 1])

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
