"""You start again at frame 0, which mends the beginning only as long as frames come one by one and once each: shown in another order the film is wrong. And here frame 0 is reset but the place after it is one step late.

Read again: Film it: compute the whole walk first, then look up.
"""


def frames(X: Tensor, steps: int, update: Callable[[Tensor], Tensor]) -> FuncAnimation:
    fig, ax = plt.subplots()
    state = {"X": X}

    def draw(i):
        ax.clear()
        ax.set(xlim=(-40, 40), ylim=(-40, 40))
        ax.scatter(state["X"][:, 0], state["X"][:, 1])
        state["X"] = X if i == 0 else update(state["X"])

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
