"""itemgetter() without keys must be a TypeError.

Read again: the task: no key at all.
"""


class itemgetter:
    """Take keys out of anything with brackets. Example: itemgetter("a", "c")({"a": 1, "c": 3}) -> (1, 3)"""

    def __init__(self, *keys: Any) -> None:
        self.keys = keys

    def __call__(self, x: Any) -> Any:
        items = tuple(x[key] for key in self.keys)
        return items[0] if len(items) == 1 else items


class collate_dict:
    """Collate rows into a tuple, in the table's order. Example: collate_dict(ds)(rows) -> (xb, yb)"""

    def __init__(self, ds: Any) -> None:
        self.names = tuple(ds.features)

    def __call__(self, rows: Sequence[dict[str, Any]]) -> tuple[Any, ...]:
        batch = default_collate(rows)
        return tuple(batch[name] for name in self.names)
