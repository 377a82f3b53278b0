"""You draw the second coordinate to the right and the first upwards.

Read again: Exercise frames: frame i shows the points; x is column 0, y is column 1.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))
    dots = ax.scatter(X[:, 0], X[:, 1])

    plt.close(fig)
    return FuncAnimation(fig, lambda i: dots.set_offsets(path[i].flip(1)), frames=steps + 1)
