"""draw takes a step each time it is called, and matplotlib calls draw(0) more than once: the beginning is never shown, and the film walks on when it is shown again.

Read again: Film it: a draw function must not change the world.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    fig, ax = plt.subplots()
    state = {"X": X}

    def draw(i):
        state["X"] = update(state["X"])
        ax.clear()
        ax.set(xlim=(-40, 40), ylim=(-40, 40))
        ax.scatter(state["X"][:, 0], state["X"][:, 1])

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
