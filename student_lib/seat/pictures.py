"""Tensors as a row of small pictures in HTML: both sides and their difference.

Small ones are tables with their numbers, others images with a pixel for each value. Both are made
in a few milliseconds, so that a check that fails answers at once.
"""

import base64
import html
import io
import math
from collections.abc import Mapping

import numpy as np
import torch

__all__ = ["picture"]

CELLS = 10
"""Up to so many rows and columns, numbers are written into the cells."""
PIXELS = 64
"""Larger pictures are cut to so many rows and columns around the first difference."""
WIDTH = 200  # of an image on the screen
ROW = "<div style='display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start'>{}</div>"
FIGURE = "<figure style='margin: 0'><figcaption>{}</figcaption>{}</figure>"
CELL = (
    "<td style='background: {}; color: {}; border: {}; text-align: center; padding: 1px 6px'>"
    "{}</td>"
)
EDGE = "2px solid #D55E00"  # around a value that differs


def picture(sides: Mapping[str, torch.Tensor], wrong: torch.Tensor) -> str:
    """Draw two tensors of one shape and their difference; "" where there is nothing to see.

    wrong: where they differ. Of more than two dimensions the slice is drawn that holds the first
    difference, and of a large slice the part around it.
    """
    if not wrong.any() or wrong.numel() < 3:
        return ""
    first = wrong.nonzero()[0].tolist()
    place, name = _window(first, wrong.shape)
    left, right = (_matrix(x, place) for x in sides.values())
    mask = np.atleast_2d(wrong[place].numpy())
    scale = _scale([left, right])
    drawn = [
        _figure(f"{code}{name}", x, mask, scale)
        for code, x in zip(sides, (left, right), strict=True)
    ]
    gap = left - right
    return ROW.format("".join([*drawn, _figure("difference", gap, mask, _scale([gap]))]))


def _window(first: list[int], shape: torch.Size) -> tuple[tuple[int | slice, ...], str]:
    """Return the index of what is drawn, and how it is written; the last two dimensions are."""
    head: tuple[int, ...] = tuple(first[:-2])
    cuts = [_cut(i, n) for i, n in zip(first[-2:], shape[-2:], strict=True)]
    whole = all(cut == slice(0, n) for cut, n in zip(cuts, shape[-2:], strict=True))
    names = [*map(str, head), *(["…"] if whole else [f"{cut.start}:{cut.stop}" for cut in cuts])]
    return (*head, *cuts), "" if whole and not head else f"[{', '.join(names)}]"


def _cut(i: int, n: int) -> slice:
    start = max(0, min(i - PIXELS // 2, n - PIXELS))
    return slice(start, min(n, start + PIXELS))


def _matrix(x: torch.Tensor, place: tuple[int | slice, ...]) -> np.ndarray:
    return np.atleast_2d(x[place].double().numpy())


def _scale(drawn: list[np.ndarray]) -> tuple[float, float, str]:
    """Return the least and greatest value, and the colours; white is zero where signs differ."""
    values = np.concatenate([x[np.isfinite(x)] for x in drawn])
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    if low < 0:
        most = max(-low, high)
        return -most, most, "RdBu_r"
    return low, high, "viridis"


def _figure(title: str, x: np.ndarray, wrong: np.ndarray, scale: tuple[float, float, str]) -> str:
    draw = _table if max(x.shape) <= CELLS else _image
    return FIGURE.format(html.escape(title), draw(x, wrong, _colors(x, scale)))


def _colors(x: np.ndarray, scale: tuple[float, float, str]) -> np.ndarray:
    """Return a colour (r, g, b) from 0 to 255 for each value; what is not finite is grey."""
    from matplotlib import colormaps

    low, high, name = scale
    part = (np.where(np.isfinite(x), x, low) - low) / ((high - low) or 1.0)
    colors = (colormaps[name](part)[..., :3] * 255).astype(np.uint8)
    colors[~np.isfinite(x)] = 200
    return colors


def _table(x: np.ndarray, wrong: np.ndarray, colors: np.ndarray) -> str:
    rows: list[str] = []
    for values, marks, shades in zip(x, wrong, colors, strict=True):
        cells = (
            CELL.format(
                f"rgb{tuple(map(int, shade))}", _ink(shade), EDGE if mark else "0", _text(v)
            )
            for v, mark, shade in zip(values, marks, shades, strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table style='border-collapse: collapse'>{''.join(rows)}</table>"


def _ink(shade: np.ndarray) -> str:
    return "white" if shade @ np.array([0.299, 0.587, 0.114]) < 140 else "black"


def _text(v: float) -> str:
    return f"{v:.0f}" if math.isfinite(v) and v == int(v) and abs(v) < 1e5 else f"{v:.3g}"


def _image(x: np.ndarray, wrong: np.ndarray, colors: np.ndarray) -> str:
    """Draw a pixel for each value."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(colors).save(file, "png")
    data = base64.b64encode(file.getvalue()).decode()
    words = f"{x.shape[0]} by {x.shape[1]} values, {int(wrong.sum())} of them differ"
    return (
        f"<img alt='{words}' src='data:image/png;base64,{data}' "
        f"style='width: {WIDTH}px; max-width: none; image-rendering: pixelated'>"
    )
