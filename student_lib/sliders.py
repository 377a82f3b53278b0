"""Sliders for the arguments of a function that draws. Lessons reach them as `utils.sliders`."""

import inspect
import math
import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeAlias

from student_lib.plots import pyplot

__all__ = ["sliders"]

Value: TypeAlias = object
Range: TypeAlias = tuple[float, ...] | list[Value] | bool
Draw: TypeAlias = Callable[..., object]


def sliders(f: Draw, **ranges: Range) -> object:
    """Let the reader move the arguments of f, which draws with matplotlib and returns nothing.

    Each range is (lo, hi) or (lo, hi, step) for a slider, a list for a choice, True or False for a
    tick box; whole numbers give whole steps. A default value in f's signature is where its slider
    starts, else the middle. Leave the call as a cell's last line: it returns live widgets where a
    front end can move them, and one picture of several settings elsewhere (or with
    WORKBOOK_STATIC=1).
    Raises TypeError or ValueError that names the argument when a range makes no sense, or f does
    not take it.

    Example: sliders(plot_line, slope=(-2.0, 2.0), bias=(0, 5)) -> two sliders above a plot
    """
    _check_names(f, ranges)
    for name, r in ranges.items():
        _check_range(name, r)
    starts = {name: _start(f, name, r) for name, r in ranges.items()}
    return _live(f, ranges, starts) if _is_live() else _static(f, ranges, starts)


def _is_live() -> bool:
    """Tell whether a front end can move widgets: a Jupyter kernel, and not told to be static."""
    if os.environ.get("WORKBOOK_STATIC") == "1" or "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def _check_names(f: Draw, ranges: Mapping[str, Range]) -> None:
    if not callable(f):
        raise TypeError(f"sliders: the first argument must be a function, got {type(f).__name__}")
    if not ranges:
        raise ValueError("sliders: give at least one range, as in sliders(f, a=(0.0, 1.0))")
    try:
        inspect.signature(f).bind(**ranges)
    except TypeError as e:
        name = getattr(f, "__name__", "f")
        raise TypeError(
            f"sliders: the ranges do not fit {name}{inspect.signature(f)}: {e}"
        ) from None


def _check_range(name: str, r: object) -> None:
    """Raise an error that names the argument unless r is a pair, a triple, a list or a bool."""
    if isinstance(r, bool):
        return
    if isinstance(r, list):
        if not r:
            raise ValueError(f"sliders: {name} is an empty list, there is nothing to choose")
        return
    if not isinstance(r, tuple) or len(r) not in (2, 3):
        raise TypeError(
            f"sliders: {name} must be (lo, hi), (lo, hi, step), a list or a bool, got {r!r}"
        )
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in r):
        raise TypeError(
            f"sliders: {name} must hold plain numbers, got {r!r}; put choices in a list"
        )
    if not all(math.isfinite(v) for v in r):
        raise ValueError(f"sliders: {name} must be finite, got {r!r}")
    if r[0] >= r[1]:
        raise ValueError(f"sliders: {name} must go from low to high, got {r!r}")
    if len(r) == 3 and not 0 < r[2] <= r[1] - r[0]:
        raise ValueError(
            f"sliders: {name} needs a step between 0 and {r[1] - r[0]:g}, got {r[2]!r}"
        )


def _step(r: tuple[float, ...]) -> float:
    """Give the step of a numeric range: its own, 1 for whole numbers, else about a hundredth."""
    if len(r) == 3:
        return r[2]
    if all(isinstance(v, int) for v in r):
        return 1
    return 10.0 ** math.floor(math.log10((r[1] - r[0]) / 50))


def _at(r: Range, share: float) -> Value:
    """Pick the value that lies `share` (0 to 1) of the way through a range, on one of its steps."""
    if isinstance(r, bool):
        return share >= 0.5
    if isinstance(r, list):
        return r[round(share * (len(r) - 1))]
    step = _step(r)
    value = r[0] + round(share * (r[1] - r[0]) / step) * step
    if all(isinstance(v, int) for v in r):
        return min(int(value), r[1])
    return min(float(f"{value:.12g}"), float(r[1]))  # 0.30000000000000004 helps nobody


def _start(f: Draw, name: str, r: Range) -> Value:
    """Give the value a control starts at: f's default if the range has it, else the middle."""
    if isinstance(r, bool):
        return r
    parameter = inspect.signature(f).parameters.get(name)
    default = parameter.default if parameter else inspect.Parameter.empty
    if isinstance(r, list):
        return default if any(default is v or default == v for v in r) else r[0]
    if isinstance(default, int | float) and r[0] <= default <= r[1]:
        return default
    return _at(r, 0.5)


def _control(name: str, r: Range, start: Value) -> object:
    import ipywidgets as w

    wide = {"style": {"description_width": "8em"}, "layout": {"width": "28em"}}
    if isinstance(r, bool):
        return w.Checkbox(value=start, description=name)
    if isinstance(r, list):
        return w.Dropdown(options=[(str(v), v) for v in r], value=start, description=name, **wide)
    step = _step(r)
    wide |= {"min": r[0], "max": r[1], "step": step, "value": start, "description": name}
    if all(isinstance(v, int) for v in (*r, start)):
        return w.IntSlider(**wide)
    digits = max(1, math.ceil(-math.log10(step) - 1e-9))  # as many as its step needs
    return w.FloatSlider(readout_format=f".{digits}f", **wide)


def _live(f: Draw, ranges: Mapping[str, Range], starts: Mapping[str, Value]) -> object:
    import ipywidgets as w

    def draw(**values: Value) -> None:
        f(**values)  # what f returns is not shown: it draws

    pyplot()
    return w.interactive(draw, **{n: _control(n, r, starts[n]) for n, r in ranges.items()})


def _settings(ranges: Mapping[str, Range], starts: Mapping[str, Value]) -> list[dict[str, Value]]:
    """Choose settings that show what each argument does.

    One argument: six values along its range. Two: three values of the first by two of the second.
    More: each at its low and its high end while the others rest.
    """
    names = list(ranges)
    if len(names) == 1:
        return [{names[0]: v} for v in _spread(ranges[names[0]], 6)]
    if len(names) == 2:
        a, b = names
        rows = _spread(ranges[b], 2)
        return [{a: u, b: v} for v in rows for u in _spread(ranges[a], 3)]
    found: list[dict[str, Value]] = []
    for setting in ({**starts, name: v} for name in names for v in _spread(ranges[name], 2)):
        if setting not in found:
            found.append(setting)
    return found


def _spread(r: Range, most: int) -> list[Value]:
    """Spread up to `most` different values over a range, both ends included."""
    found: list[Value] = []
    for i in range(most):
        if (value := _at(r, i / (most - 1))) not in found:
            found.append(value)
    return found


def _static(f: Draw, ranges: Mapping[str, Range], starts: Mapping[str, Value]) -> object:
    """Draw f at several settings and return them as one picture, each under its setting."""
    from student_lib.snapshots import snapshots

    settings = _settings(ranges, starts)
    pairs = len(ranges) > 2 or len(settings) == 4
    return snapshots(f, settings, columns=2 if pairs else 3)
