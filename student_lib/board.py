"""A bar and a table of a training's history, drawn in place. Lessons reach it as `utils.Board`."""

import time
from collections.abc import Sequence
from typing import Any

__all__ = ["Board"]

Row = dict[str, Any]
PLACE = ("epoch", "training")  # which pass a row of the history is about
CELL = "<td style='text-align: right'>"


def _table(history: Sequence[Row]) -> list[list[str]]:
    """Make rows of text: a header, then one an epoch, with both passes side by side."""
    epochs: dict[int, dict[str, str]] = {}
    for row in history:
        which = "train" if row["training"] else "valid"
        values = {f"{which} {name}": f"{v:.4f}" for name, v in row.items() if name not in PLACE}
        epochs.setdefault(row["epoch"], {}).update(values)
    names = list(dict.fromkeys(name for values in epochs.values() for name in values))
    header = ["epoch", *names]
    return [header, *([str(e), *(v.get(name, "") for name in names)] for e, v in epochs.items())]


class Board:
    """Show how far a training is, and its history, in one place that is drawn over and over.

    Call it with how many batches of this pass are done, how many there are, and rows such as
    {"epoch": 0, "training": True, "loss": 0.7}. It draws at most once in `seconds`, for drawing
    takes time; a call with total 0 is always drawn and ends the table. Outside of a notebook it
    shows only that one, as text.

    Example: Board()(3, 40, learn.history) -> a bar that is 3 of 40 full, above a table
    """

    def __init__(self, seconds: float = 0.2) -> None:
        self.seconds = seconds
        self.drawn = 0.0
        self.handle: Any = None
        self.done = self.total = 0
        self.rows: list[list[str]] = []

    def __call__(self, done: int, total: int, history: Sequence[Row]) -> None:
        soon = time.monotonic() - self.drawn < self.seconds
        if total and (soon or not _in_notebook()):
            return
        self.done, self.total, self.rows = done, total, _table(history)
        self.drawn = time.monotonic()
        self._draw()
        if not total:
            self.handle = None  # another training begins another table

    def _draw(self) -> None:
        from IPython.display import display

        if self.handle is None:
            self.handle = display(self, display_id=True)
        else:
            self.handle.update(self)

    def _repr_html_(self) -> str:
        header, *rows = self.rows
        bar = f"<progress value={self.done} max={self.total}></progress>" if self.total else ""
        head = "".join(f"<th>{name}</th>" for name in header)
        body = "".join(f"<tr>{''.join(CELL + text + '</td>' for text in row)}</tr>" for row in rows)
        return f"{bar}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        return "\n".join("".join(f"{text:>16}" for text in row) for row in self.rows)


def _in_notebook() -> bool:
    from IPython.core.interactiveshell import InteractiveShell

    return InteractiveShell.initialized()
