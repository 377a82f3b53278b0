"""A class whose call draws a frame; places as numpy arrays."""


class Film:
    def __init__(self, ax, path):
        self.ax, self.path = ax, [p.numpy() for p in path]
        self.dots = ax.scatter(self.path[0][:, 0], self.path[0][:, 1], c="k", s=2)

    def __call__(self, i):
        self.dots.set_offsets(self.path[i])
        self.ax.set_title(str(i))
        return [self.dots]


def frames(X, steps, update):
    path, now = [X], X
    for _ in range(steps):
        now = update(now)
        path += [now]
    fig, ax = plt.subplots()
    ax.set_xlim(-60, 60)
    ax.set_ylim(-60, 60)
    plt.close(fig)
    return FuncAnimation(fig, Film(ax, path), steps + 1)
