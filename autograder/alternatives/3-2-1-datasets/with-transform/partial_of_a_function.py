"""functools.partial of a function at top level travels too"""

import functools


def to_tensor(picture):
    pixels = torch.tensor(np.asarray(picture).copy(), dtype=torch.float32).div(255)
    return torch.stack(list(pixels.unbind(-1))) if pixels.dim() == 3 else pixels.unsqueeze(0)


def _change(name, f, batch):
    if name in batch:
        batch[name] = list(map(f, batch[name]))
    return batch


def on_column(name, f):
    return functools.partial(_change, name, f)
