"""A function within a function cannot be looked up by name on the other side: pickle refuses it.

Read again: a function that remembers, and travels.
"""


def itemgetter(*keys):
    if not keys:
        raise TypeError("itemgetter needs at least one key")

    def get(x):
        items = tuple(x[key] for key in keys)
        return items if len(items) != 1 else items[0]

    return get


def collate_dict(ds):
    names = tuple(ds.features)

    def collate(rows):
        batch = default_collate(rows)
        return tuple(batch[name] for name in names)

    return collate
