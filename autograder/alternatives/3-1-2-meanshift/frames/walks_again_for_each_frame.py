"""Computes frame i afresh each time: slower, but it changes nothing."""


def frames(X, steps, update):
    fig, ax = plt.subplots()
    dots = ax.scatter(X[:, 0], X[:, 1])
    far = float(max(update(X).abs().max(), X.abs().max())) * 2 + 1
    ax.axis((-far, far, -far, far))

    def draw(i):
        places = X
        for _ in range(i):
            places = update(places)
        dots.set_offsets(np.asarray(places))

    plt.close(fig)
    return FuncAnimation(fig, draw, frames=steps + 1)
