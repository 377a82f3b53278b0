"""A function within a function has no name that another process could look up: pickle refuses it.

Read again: a function that remembers, and travels.
"""


def to_tensor(picture):
    pixels = torch.from_numpy(np.array(picture)).float() / 255
    return pixels[None] if pixels.ndim == 2 else pixels.permute(2, 0, 1)


def on_column(name, f):
    def change(batch):
        if name in batch:
            batch[name] = [f(value) for value in batch[name]]
        return batch

    return change
