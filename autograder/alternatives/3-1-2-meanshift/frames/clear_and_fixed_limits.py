"""Clears the axes in each frame and sets the same limits."""


def frames(X, steps, update):
    path = [X.clone()]
    while len(path) <= steps:
        path.append(update(path[-1].clone()))
    everywhere = torch.stack(path).flatten(0, 1)
    low, high = everywhere.amin(dim=0) - 1, everywhere.amax(dim=0) + 1
    fig, ax = plt.subplots(figsize=(3, 3))

    def draw(i):
        ax.clear()
        ax.scatter(*path[i].T, s=3)
        ax.set_xlim(float(low[0]), float(high[0]))
        ax.set_ylim(float(low[1]), float(high[1]))

    film = FuncAnimation(fig, draw, frames=range(steps + 1), repeat=False)
    plt.close(fig)
    return film
