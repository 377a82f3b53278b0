"""Markers of a line, moved by set_data, with blitting."""


def frames(X, steps, update):
    fig, ax = plt.subplots()
    ax.set(xlim=(-50, 50), ylim=(-50, 50))
    (line,) = ax.plot([], [], "o", markersize=2)
    path = [X]
    for _ in range(steps):
        path.append(update(path[-1]))

    def draw(places):
        line.set_data(places[:, 0].numpy(), places[:, 1].numpy())
        return (line,)

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=path, interval=300, blit=True)
