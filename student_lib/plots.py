"""Small pictures of numbers: heatmap, bars, curves, show_tensors. Lessons reach them through `utils`."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.axes import Axes

__all__ = ["bars", "curves", "heatmap", "pyplot", "show_tensors", "style"]

Numbers: TypeAlias = torch.Tensor | np.ndarray | Sequence[object] | float
MAX_WIDTH = 8.0  # inches: what fits a notebook's column without shrinking
# Okabe and Ito's colours, which the colour-blind tell apart; yellow, hard to see on white, comes last.
COLORS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#000000",
    "#F0E442",
)
_styled: list[bool] = []


def style() -> None:
    """Set the workbook's plot defaults: colour-blind-safe colours, readable sizes, no clutter.

    The drawing helpers call it by themselves, once; call it in a lesson that draws with matplotlib
    first.
    """
    import matplotlib as mpl

    mpl.rcParams.update(
        {
            "axes.prop_cycle": mpl.cycler(color=COLORS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": "#666666",
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlepad": 8,
            "axes.labelsize": 10,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": "#E4E4E4",
            "grid.linewidth": 0.8,
            "figure.figsize": (6.0, 3.6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "image.cmap": "viridis",
            "image.interpolation": "nearest",
            "legend.frameon": False,
            "legend.fontsize": 9,
            "lines.linewidth": 2.0,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "xtick.color": "#444444",
            "ytick.color": "#444444",
        }
    )
    _styled.append(True)


def pyplot() -> "ModuleType":
    """Import matplotlib.pyplot, with the workbook's style set on the first call."""
    import matplotlib.pyplot as plt

    if not _styled:
        style()
    return plt


def _array(x: Numbers, what: str) -> np.ndarray:
    """Turn tensors of any device and dtype, arrays, lists and numbers into a real NumPy array."""
    t = x if isinstance(x, torch.Tensor) else torch.as_tensor(np.asarray(x))
    if t.is_complex():
        raise TypeError(f"{what}: complex numbers cannot be drawn, pass x.abs() or x.real")
    t = t.detach().cpu()
    return (t.float() if t.dtype == torch.bfloat16 else t).numpy()


def _matrix(x: Numbers, what: str) -> np.ndarray:
    a = _array(x, what)
    if a.ndim > 2:
        raise ValueError(f"{what}: wants at most 2 dimensions, got shape {tuple(a.shape)}")
    return np.atleast_2d(a)


def _cell_text(v: float, whole: bool) -> str:
    if whole:
        return f"{int(v)}"
    if not math.isfinite(v):
        return f"{v}"
    size = abs(v)
    return f"{v:.1e}" if size >= 1e4 or 0 < size < 5e-3 else f"{v:.3g}" if size >= 100 else f"{v:.2f}"


def _annotate(ax: "Axes", a: np.ndarray) -> None:
    """Write every number into its cell, white on dark colours and black on light ones."""
    image = ax.images[-1]
    whole = a.dtype.kind in "iub"
    for (i, j), v in np.ndenumerate(a):
        r, g, b, _ = image.cmap(image.norm(float(v))) if np.isfinite(v) else (1, 1, 1, 1)
        dark = 0.299 * r + 0.587 * g + 0.114 * b < 0.55
        text = _cell_text(v, whole)
        color = "white" if dark else "black"
        ax.text(j, i, text, ha="center", va="center", color=color, fontsize=8 if len(text) < 6 else 6.5)


def _draw_matrix(ax: "Axes", a: np.ndarray, title: str, annotate: bool) -> None:
    finite = a[np.isfinite(a)].astype(float)
    lo, hi = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    if lo < 0 < hi:  # two signs: white is zero, and equal sizes look equally strong
        lo, hi, cmap = -max(-lo, hi), max(-lo, hi), "RdBu_r"
    else:
        cmap = "viridis"
    ax.imshow(a.astype(float), cmap=cmap, vmin=lo, vmax=hi if hi > lo else lo + 1)
    ax.set_title(title)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    if annotate:
        _annotate(ax, a)
        ax.set_xticks([])
        ax.set_yticks([])


def heatmap(
    x: Numbers, *, title: str = "", ax: "Axes | None" = None, annotate: bool | None = None
) -> None:
    """Draw a matrix as coloured cells, with its numbers written in them where they fit.

    x: shape (rows, columns); a vector is drawn as one row. Where both signs occur, white is zero,
    red positive, blue negative.
    annotate: True or False to force the numbers on or off. ax: where to draw; a new figure by
    default.
    Raises ValueError for more than two dimensions, TypeError for complex numbers.

    Example: heatmap(torch.eye(3), title="identity") -> a picture of 3 × 3 cells
    """
    a = _matrix(x, "heatmap")
    plt = pyplot()
    rows, cols = a.shape
    fits = cols <= 14 and rows <= 20
    if ax is None:
        cell = 0.55 if fits else min(0.3, (MAX_WIDTH - 1.2) / max(cols, 1), 5.0 / max(rows, 1))
        size = (min(MAX_WIDTH, max(2.0, cell * cols + 1.0)), max(1.2, cell * rows + 0.8))
        ax = plt.subplots(figsize=size)[1]
    _draw_matrix(ax, a, title, fits if annotate is None else annotate)
    if not fits:
        ax.figure.colorbar(ax.images[-1], ax=ax, shrink=0.8)


def _slices(named: Mapping[str, Numbers]) -> list[tuple[str, np.ndarray]]:
    """Turn each tensor into titled matrices: one for up to two dimensions, one a slice for three."""
    found = []
    for name, x in named.items():
        a = _array(x, name)
        shape = f"({', '.join(map(str, a.shape))}{',' if a.ndim == 1 else ''})"
        if a.ndim > 3:
            raise ValueError(f"show_tensors: {name} has {a.ndim} dimensions, at most 3 can be drawn")
        if a.ndim == 3:
            found += [(f"{name}[{i}] of {shape}", s) for i, s in enumerate(a)]
        else:
            found.append((f"{name}  {shape}", np.atleast_2d(a)))
    return found


def show_tensors(**named: Numbers) -> None:
    """Draw several small tensors side by side under their names and shapes, all with cells of one size.

    A number, a vector (one row), a matrix, or three dimensions (one picture for each slice of the
    first).
    Raises ValueError when there are none, or one has more than three dimensions.

    Example: show_tensors(a=torch.ones(3, 1), b=torch.arange(4), total=torch.ones(3, 1) +
    torch.arange(4)) -> three pictures
    """
    parts = _slices(named)
    if not parts:
        raise ValueError("show_tensors: name at least one tensor, as in show_tensors(a=a)")
    plt = pyplot()
    widest = max(a.shape[1] for _, a in parts)
    cell = min(0.45, (MAX_WIDTH - 0.4) / max(widest, 1))
    spots, x, y, height = [], 0.2, 0.0, 0.0
    for title, a in parts:
        w, h = a.shape[1] * cell, a.shape[0] * cell
        room = max(w, 0.085 * len(title))
        if x > 0.2 and x + room > MAX_WIDTH:
            x, y, height = 0.2, y + height, 0.0
        spots.append((x, y + 0.4, w, h))
        x, height = x + room + 0.35, max(height, h + 0.55)
    total_w, total_h = min(MAX_WIDTH, max(s[0] + s[2] for s in spots) + 1.0), y + height
    fig = plt.figure(figsize=(total_w, total_h), layout="none")
    for (title, a), (left, top, w, h) in zip(parts, spots, strict=True):
        ax = fig.add_axes((left / total_w, 1 - (top + h) / total_h, w / total_w, h / total_h))
        _draw_matrix(ax, a, "", cell > 0.3)
        ax.set_title(title, loc="left", fontsize=9)
        ax.set(xticks=[], yticks=[])


def _number(v: float) -> str:
    return f"{v:,.0f}" if 1000 <= abs(v) < 1e7 else f"{v:.3g}"


def bars(
    values: Mapping[str, float],
    *,
    title: str = "",
    xlabel: str = "",
    log: bool = False,
    ax: "Axes | None" = None,
) -> None:
    """Draw horizontal bars, one for each name, from top to bottom, with the value written at the end of each.

    log: a logarithmic axis, for values that differ by factors; then all must be positive.
    Raises ValueError when there are no values, or one is not positive on a logarithmic axis.

    Example: bars({"loops": 421.0, "einsum": 0.07}, xlabel="ms", log=True) -> a picture of two bars
    """
    numbers = {k: float(v) for k, v in values.items()}
    if not numbers:
        raise ValueError("bars: there are no values to draw")
    if log and (bad := [k for k, v in numbers.items() if not v > 0]):
        raise ValueError(f"bars: log=True needs positive values, but {bad[0]!r} is {numbers[bad[0]]}")
    plt = pyplot()
    if ax is None:
        ax = plt.subplots(figsize=(6.5, 0.9 + 0.38 * len(numbers)))[1]
    drawn = ax.barh(list(numbers), list(numbers.values()), color=COLORS[0], height=0.65)
    ax.bar_label(drawn, [_number(v) for v in numbers.values()], padding=4, fontsize=9)
    ax.set(title=title, xlabel=xlabel, xscale="log" if log else "linear")
    ax.invert_yaxis()
    ax.margins(x=0.15)
    ax.grid(False, axis="y")
    ax.tick_params(axis="y", length=0)


def curves(
    x: Numbers,
    *,
    title: str = "",
    xlabel: str = "",
    ylabel: str = "",
    ax: "Axes | None" = None,
    **ys: Numbers,
) -> None:
    """Draw one line for each named y over x, with a legend when there are several.

    x and every y: shape (n,).
    Raises ValueError when there is no y, or one is not as long as x.

    Example: curves(epochs, train=train_loss, valid=valid_loss, xlabel="epoch") -> a picture of two
    lines
    """
    xs = _array(x, "x").reshape(-1)
    lines = {name: _array(y, name).reshape(-1) for name, y in ys.items()}
    if not lines:
        raise ValueError("curves: name at least one line, as in curves(x, loss=y)")
    for name, y in lines.items():
        if len(y) != len(xs):
            raise ValueError(f"curves: {name} has {len(y)} values for {len(xs)} values of x")
    plt = pyplot()
    ax = plt.subplots()[1] if ax is None else ax
    for name, y in lines.items():
        ax.plot(xs, y, label=name)
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if len(lines) > 1:
        ax.legend()
