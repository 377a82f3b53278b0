"""The rows are turned but not stacked: each column is still a list of samples.

Read again: from cards to a ledger.
"""


class itemgetter:
    """Take keys out of anything with brackets. Example: itemgetter("a", "c")({"a": 1, "c": 3}) -> (1, 3)"""

    def __init__(self, *keys: Any) -> None:
        if not keys:
            raise TypeError("itemgetter needs at least one key")
        self.keys = keys

    def __call__(self, x: Any) -> Any:
        items = tuple(x[key] for key in self.keys)
        return items if len(items) != 1 else items[0]


class collate_dict:
    """Collate rows into a tuple, in the table's order. Example: collate_dict(ds)(rows) -> (xb, yb)"""

    def __init__(self, ds: Any) -> None:
        self.names = tuple(ds.features)

    def __call__(self, rows: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
        batch = {name: [row[name] for row in rows] for name in self.names}
        return tuple(batch[name] for name in self.names)
