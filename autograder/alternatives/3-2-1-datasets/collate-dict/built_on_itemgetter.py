"""collate_dict takes its columns by itemgetter, and wraps a single one"""


class itemgetter:
    def __init__(self, *keys):
        if keys == ():
            raise TypeError("no keys")
        self.keys = list(keys)

    def __call__(self, x):
        return tuple([x[k] for k in self.keys]) if len(self.keys) != 1 else x[self.keys[0]]


class collate_dict:
    def __init__(self, ds):
        self.names = ds.column_names
        self.get = itemgetter(*self.names)

    def __call__(self, rows):
        columns = self.get(default_collate(rows))
        return columns if len(self.names) > 1 else (columns,)
