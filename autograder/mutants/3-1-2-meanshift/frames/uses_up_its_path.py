"""You take places out of the list as you draw them: frame 0 is drawn twice, so all frames are off, and at a second showing nothing is left.

Read again: Film it: draw(i) looks up number i.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))
    fig, ax = plt.subplots()
    ax.set(xlim=(-40, 40), ylim=(-40, 40))
    dots = ax.scatter(X[:, 0], X[:, 1])

    left = list(path)

    def draw(i):
        if left:
            dots.set_offsets(left.pop(0))

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
