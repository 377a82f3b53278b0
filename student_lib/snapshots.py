"""One picture of several runs of a drawing function: what sliders show where nothing can move."""

import contextlib
import io
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

from student_lib.plots import MAX_WIDTH, pyplot

if TYPE_CHECKING:
    from IPython.display import Image
    from matplotlib.figure import Figure
    from numpy import ndarray

__all__ = ["snapshots"]

DPI = 100  # of the page; the picture has SHARP times as many pixels, for fine screens
SHARP = 1.5
GAP = 0.15  # inches between pictures
LINE = 0.2  # inches for a line of a caption
SHRINK = 12  # a plot drawn smaller than this on a shared scale keeps its own


@dataclass(frozen=True)
class _Shot:
    """What one run drew, and what is written above it."""

    caption: list[str]
    figures: "list[Figure]"

    @property
    def width(self) -> float:
        """Inches of the widest figure."""
        return max((fig.get_figwidth() for fig in self.figures), default=0.0)


def snapshots(
    f: Callable[..., object], settings: Sequence[Mapping[str, object]], columns: int
) -> "Image":
    """Call f(**setting) for each setting and put what it draws into one picture, in rows.

    f may draw on the current axes or on figures of its own; its prints join the captions. Figures
    that were open before stay as they were.

    Example: snapshots(plot_line, [{"slope": 1.0}, {"slope": 2.0}], columns=2) -> an Image
    """
    from IPython.display import Image

    columns = max(1, min(columns, len(settings)))
    shots = [_shoot(f, s, MAX_WIDTH / columns - GAP) for s in settings]
    if columns > 2 and max(shot.width for shot in shots) > 0.4 * MAX_WIDTH:
        columns = 2  # f chose wide figures: in a longer row nobody could read them
    _share_scales([shot.figures for shot in shots])
    rows = [shots[i : i + columns] for i in range(0, len(shots), columns)]
    alt = "; ".join(" ".join(shot.caption) for shot in shots)
    return Image(data=_compose(rows, columns), format="png", width=int(DPI * MAX_WIDTH), alt=alt)


def _shoot(f: Callable[..., object], setting: Mapping[str, object], width: float) -> _Shot:
    """Run f on new figures, `width` inches wide where f does not choose."""
    with _own_figures(width) as figures, contextlib.redirect_stdout(io.StringIO()) as printed:
        f(**setting)
    values = [f"{k} = {v:g}" if isinstance(v, float) else f"{k} = {v}" for k, v in setting.items()]
    drawn = [fig for fig in figures if fig.axes or fig.texts]
    return _Shot([",  ".join(values), *printed.getvalue().splitlines()], drawn)


@contextlib.contextmanager
def _own_figures(width: float) -> Generator["list[Figure]", None, None]:
    """Collect the figures drawn inside, wherever f puts them, and close them again."""
    plt = pyplot()
    before = set(plt.get_fignums())
    small = {"figure.figsize": (width, 0.75 * width), "lines.linewidth": 1.6, "font.size": 8}
    small |= {f"{k}.labelsize": 8 for k in ("axes", "xtick", "ytick")}
    small |= {"axes.titlesize": 9, "legend.fontsize": 7}
    found: list[Figure] = []
    quiet = patch.object(plt, "show")  # it would close them too early
    with plt.rc_context(small), plt.ioff(), quiet:
        plt.figure()  # for an f that draws on the current axes
        try:
            yield found
            found += [plt.figure(n) for n in plt.get_fignums() if n not in before]
        finally:
            for n in set(plt.get_fignums()) - before:
                plt.close(n)


def _share_scales(runs: "list[list[Figure]]") -> None:
    """Give the plots of all runs the same limits, so that they can be compared.

    Not where f set its own, where there are images, or where one run would shrink to a line.
    """
    plots = [[ax for fig in figures for ax in fig.axes] for figures in runs]
    if len({len(axes) for axes in plots}) != 1:
        return
    for same in zip(*plots, strict=True):
        if any(ax.images for ax in same):
            continue
        for axis in ("x", "y"):
            limits = [getattr(ax, f"get_{axis}lim")() for ax in same]
            lo, hi = min(min(pair) for pair in limits), max(max(pair) for pair in limits)
            spans = [b - a for a, b in (getattr(ax.dataLim, f"interval{axis}") for ax in same)]
            fits = all(span > (hi - lo) / SHRINK for span in spans if span > 0)
            free = all(getattr(ax, f"get_autoscale{axis}_on")() for ax in same)
            if free and fits and all(a < b for a, b in limits):
                for ax in same:
                    getattr(ax, f"set_{axis}lim")(lo, hi)


def _pixels(fig: "Figure", inches: float) -> "ndarray":
    """Render a figure anew, `inches` wide on the page: sharper than scaling a picture of it."""
    import matplotlib.image

    png = io.BytesIO()
    fig.savefig(png, format="png", dpi=SHARP * DPI * inches / fig.get_figwidth(), bbox_inches=None)
    png.seek(0)
    return matplotlib.image.imread(png)


def _compose(rows: list[list[_Shot]], columns: int) -> bytes:
    """Place the shots in a grid, captions above, and give the picture as PNG bytes."""
    from matplotlib.figure import Figure

    inches = MAX_WIDTH / columns - GAP
    pixels = [[[_pixels(fig, inches) for fig in shot.figures] for shot in row] for row in rows]
    heights = [
        max(
            LINE * len(shot.caption) + sum(p.shape[0] for p in ps) / (SHARP * DPI)
            for shot, ps in zip(row, parts, strict=True)
        )
        + GAP
        for row, parts in zip(rows, pixels, strict=True)
    ]
    page = Figure(figsize=(MAX_WIDTH, sum(heights)), dpi=SHARP * DPI)
    page.set_layout_engine("none")
    top = sum(heights)
    for row, parts, height in zip(rows, pixels, heights, strict=True):
        for column, (shot, ps) in enumerate(zip(row, parts, strict=True)):
            _place(page, shot, ps, column * MAX_WIDTH / columns, top)
        top -= height
    png = io.BytesIO()
    page.savefig(png, format="png", dpi=SHARP * DPI, bbox_inches=None, metadata={"Software": None})
    return png.getvalue()


def _place(page: "Figure", shot: _Shot, parts: "list[ndarray]", left: float, top: float) -> None:
    """Write a caption at (left, top), in inches from the lower left, and its pictures below it."""
    width, height = page.get_size_inches()
    for i, line in enumerate(shot.caption):
        page.text(
            (left + 0.05) / width,
            (top - 0.04 - LINE * i) / height,
            line,
            fontsize=9,
            va="top",
            weight="bold" if i == 0 else "normal",
            family="sans-serif" if i == 0 else "monospace",
            parse_math=False,
        )
    below = top - LINE * len(shot.caption)
    for part in parts:
        below -= part.shape[0] / (SHARP * DPI)
        page.figimage(part, round(left * SHARP * DPI), round(below * SHARP * DPI), origin="upper")
