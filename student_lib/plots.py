"""Bars, curves, and the look that all plots share. Lessons reach them through `utils`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.axes import Axes

__all__ = ["MAX_WIDTH", "Numbers", "as_array", "bars", "curves", "new_axes", "pyplot", "style"]

Numbers: TypeAlias = torch.Tensor | np.ndarray | Sequence[object] | float
MAX_WIDTH = 8.0  # inches: what fits a notebook's column without shrinking
# Okabe and Ito's colours, which the colour-blind tell apart; yellow, pale on white, comes last
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
    from cycler import cycler

    mpl.rcParams.update(
        {
            "axes.prop_cycle": cycler(color=COLORS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": "#666666",
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlepad": 8,
            "axes.labelsize": 10,
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


def new_axes(size: tuple[float, float] | None = None) -> "Axes":
    """Open a new figure, `size` inches wide and high or as the style has it, with one plot."""
    return pyplot().subplots(figsize=size)[1]


def as_array(x: Numbers, what: str) -> np.ndarray:
    """Turn tensors of any device and dtype, arrays, lists and numbers into a real NumPy array."""
    if isinstance(x, list | tuple) and any(isinstance(o, torch.Tensor) for o in x):
        x = torch.stack([torch.as_tensor(o).detach().cpu() for o in x])  # a list of losses
    t = x if isinstance(x, torch.Tensor) else torch.as_tensor(np.asarray(x))
    if t.is_complex():
        raise TypeError(f"{what}: complex numbers cannot be drawn, pass x.abs() or x.real")
    t = t.detach().cpu()
    return (t.float() if t.dtype == torch.bfloat16 else t).numpy()


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
    """Draw horizontal bars, the first name at the top, each with its value at its end.

    log: a logarithmic axis, for values that differ by factors; then all must be positive.
    Raises ValueError when there are no values, or one is not positive on a logarithmic axis.

    Example: bars({"loops": 421.0, "einsum": 0.07}, xlabel="ms", log=True) -> a picture of two bars
    """
    numbers = {k: float(v) for k, v in values.items()}
    if not numbers:
        raise ValueError("bars: there are no values to draw")
    bad = [k for k, v in numbers.items() if log and not v > 0]
    if bad:
        raise ValueError(f"bars: log=True needs positive values, not {bad[0]} = {values[bad[0]]}")
    ax = ax or new_axes((6.5, 0.9 + 0.38 * len(numbers)))
    drawn = ax.barh(list(numbers), list(numbers.values()), color=COLORS[0], height=0.65)
    ax.bar_label(drawn, [_number(v) for v in numbers.values()], padding=4, fontsize=9)
    ax.set(title=title, xlabel=xlabel, xscale="log" if log else "linear")
    if log:  # labels between the powers of ten would run into each other
        ax.xaxis.set_minor_formatter("")
    ax.invert_yaxis()
    ax.margins(x=0.15)
    ax.grid(axis="x")
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
    xs = as_array(x, "x").reshape(-1)
    lines = {name: as_array(y, name).reshape(-1) for name, y in ys.items()}
    if not lines:
        raise ValueError("curves: name at least one line, as in curves(x, loss=y)")
    for name, y in lines.items():
        if len(y) != len(xs):
            raise ValueError(f"curves: {name} has {len(y)} values for {len(xs)} values of x")
    ax = ax or new_axes()
    for name, y in lines.items():
        ax.plot(xs, y, label=name)
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    ax.grid(True)
    if len(lines) > 1:
        ax.legend()
