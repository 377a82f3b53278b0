"""Leaves the stacking to torch's default_collate; a list comes back."""

from torch.utils.data import default_collate


class Dataset:
    def __init__(self, x, y):
        if len(x) - len(y):
            raise ValueError("lengths")
        self.x = x
        self.y = y

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return [self.x[i], self.y[i]]


def collate(samples):
    fields = zip(*samples)
    return [
        torch.stack(field) if isinstance(field[0], Tensor) else torch.tensor(field) for field in fields
    ]
