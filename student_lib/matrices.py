"""Matrices and small tensors as coloured cells with their numbers. Lessons use them by `utils`."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from student_lib.plots import MAX_WIDTH, Numbers, as_array, new_axes, pyplot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heatmap", "show_tensors"]

MARGIN = 0.12  # inches


def _matrix(x: Numbers, what: str) -> np.ndarray:
    a = as_array(x, what)
    if a.ndim > 2:
        raise ValueError(f"{what}: wants at most 2 dimensions, got shape {tuple(a.shape)}")
    return np.atleast_2d(a)


def _cell_text(v: float, whole: bool) -> str:
    """Write a number in as few signs as it takes to recognise it."""
    if whole or not math.isfinite(v):
        return f"{int(v)}" if whole else f"{v}"
    size = abs(v)
    if size >= 1e4 or 0 < size < 5e-3:
        return f"{v:.0e}".replace("e+0", "e").replace("e-0", "e-")
    return f"{v:.3g}" if size >= 100 else f"{v:.2f}"


def _annotate(ax: "Axes", a: np.ndarray, fontsize: float) -> None:
    """Write every number into its cell, white on dark colours and black on light ones."""
    image = ax.images[-1]
    whole = a.dtype.kind in "iub"
    for (i, j), v in np.ndenumerate(a):
        r, g, b, _ = image.to_rgba(v) if np.isfinite(v) else (1, 1, 1, 1)
        ink = "white" if 0.299 * r + 0.587 * g + 0.114 * b < 0.55 else "black"
        text = _cell_text(v, whole)
        size = fontsize * min(1.0, 5 / len(text))
        ax.text(j, i, text, ha="center", va="center", color=ink, fontsize=size)


def _draw_matrix(ax: "Axes", a: np.ndarray, fontsize: float | None) -> None:
    """Draw the cells of a matrix, with its numbers when a font size is given."""
    ax.grid(False)
    ax.spines[:].set_visible(False)
    if a.size == 0 or fontsize:
        ax.set(xticks=[], yticks=[])
    if a.size == 0:
        return
    finite = a[np.isfinite(a)].astype(float)
    lo, hi = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    cmap = "viridis"
    if lo < 0 < hi:  # two signs: white is zero, and equal sizes look equally strong
        lo, hi, cmap = -max(-lo, hi), max(-lo, hi), "RdBu_r"
    ax.imshow(a.astype(float), cmap=cmap, vmin=lo, vmax=hi if hi > lo else lo + 1)
    if fontsize:
        _annotate(ax, a, fontsize)


def heatmap(
    x: Numbers, *, title: str = "", ax: "Axes | None" = None, annotate: bool | None = None
) -> None:
    """Draw a matrix as coloured cells, with its numbers written in them where they fit.

    x: shape (rows, columns); a vector is drawn as one row. Where both signs occur, white is zero,
    red positive, blue negative.
    annotate: True or False to force the numbers on or off. ax: where to draw; a new figure by
    default.
    Raises ValueError for more than two dimensions, TypeError for complex numbers.

    Example: heatmap(torch.eye(3), title="identity") -> a picture of 3 by 3 cells
    """
    a = _matrix(x, "heatmap")
    rows, cols = a.shape
    fits = a.size == 0 or (cols <= 14 and rows <= 20)
    if ax is None:
        cell = 0.55 if fits else min(0.3, (MAX_WIDTH - 1.2) / max(cols, 1), 5.0 / max(rows, 1))
        width = min(MAX_WIDTH, max(2.0, cell * cols + 1.0))
        ax = new_axes((width, max(1.2, cell * rows + 0.8)))
    written = fits if annotate is None else annotate
    _draw_matrix(ax, a, (8.5 if cols <= 14 else 6.0) if written else None)
    ax.set_title(title)
    if not fits:
        ax.figure.colorbar(ax.images[-1], ax=ax, shrink=0.8)


def _slices(named: Mapping[str, Numbers]) -> list[tuple[str, np.ndarray]]:
    """Turn each tensor into titled matrices: one up to two dimensions, one a slice for three."""
    found = []
    for name, x in named.items():
        a = as_array(x, name)
        shape = f"({', '.join(map(str, a.shape))}{',' if a.ndim == 1 else ''})"
        if a.ndim > 3:
            raise ValueError(f"show_tensors: {name} has {a.ndim} dimensions, wants at most 3")
        if a.ndim == 3:
            found += [(f"{name}[{i}] of {shape}", s) for i, s in enumerate(a)]
        else:
            found.append((f"{name}  {shape}", np.atleast_2d(a)))
    return found


Spot: TypeAlias = tuple[float, float, float, float]  # left, top, width, height in inches


def _arrange(parts: list[tuple[str, np.ndarray]], cell: float) -> tuple[list[Spot], float, float]:
    """Place titled matrices from left to right, in new lines where the width is used up.

    Returns their spots and the width and height of the whole.
    """
    spots: list[Spot] = []
    x, y, lowest, widest = MARGIN, 0.0, 0.0, 0.0
    for title, a in parts:
        h, w = (max(n, 1) * cell for n in a.shape)
        room = max(w, 0.078 * len(title))  # a title may be wider than its matrix
        if x > MARGIN and x + room > MAX_WIDTH:
            x, y = MARGIN, lowest
        spots.append((x, y + 0.38, w, h))
        lowest, widest = max(lowest, y + 0.38 + h + 0.12), max(widest, x + room)
        x += room + 0.4
    return spots, min(widest + MARGIN, MAX_WIDTH), lowest


def show_tensors(**named: Numbers) -> None:
    """Draw small tensors side by side, under their names and shapes, with cells of one size.

    A number, a vector (one row), a matrix, or three dimensions (a picture for each slice of the
    first). Raises ValueError when there are none, or one has more than three dimensions.

    Example: show_tensors(a=torch.ones(3, 1), b=torch.arange(4)) -> a column and a row
    """
    parts = _slices(named)
    if not parts:
        raise ValueError("show_tensors: name at least one tensor, as in show_tensors(a=a)")
    columns = max(a.shape[1] for _, a in parts)
    cell = min(0.42, (MAX_WIDTH - 2 * MARGIN) / max(columns, 1))
    spots, width, height = _arrange(parts, cell)
    fig = pyplot().figure(figsize=(width, height), layout="none")
    for (title, a), (left, top, w, h) in zip(parts, spots, strict=True):
        box = (left / width, 1 - (top + h) / height, w / width, h / height)
        ax = fig.add_axes(box)
        _draw_matrix(ax, a, 8.0 if cell > 0.3 else None)
        ax.set(xticks=[], yticks=[])
        ax.set_title(title, loc="left", fontsize=9, pad=5)
