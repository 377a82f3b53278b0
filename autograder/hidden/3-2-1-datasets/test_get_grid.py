"""Hidden tests of `get_grid`: n axes for n pictures, whatever n is.

Matplotlib takes 4 ms for each axes: the grids are as small as tells the mistakes apart.
"""

import math

from autograder.testing import diagnose, exercise, probe, raises


@probe
def grid(student, kwargs):
    """Make a grid: its shape, the places of its axes, the frames that show, its size."""
    from matplotlib import pyplot as plt

    plt.close("all")
    fig, axes = student.get_grid(**kwargs)
    axes = list(axes)
    spec = axes[0].get_subplotspec().get_gridspec()
    framed = [ax for ax in fig.axes if ax.get_visible() and ax.axison]
    return {
        "shape": [spec.nrows, spec.ncols],
        "places": [ax.get_subplotspec().num1 for ax in axes],
        "framed": len(framed),
        "ours": all(ax.figure is fig for ax in axes),
        "inches": [float(v) for v in fig.get_size_inches()],
        "joined": axes[0].get_shared_x_axes().joined(axes[0], axes[-1]),
        "color": fig.get_facecolor(),
    }


@exercise("get-grid", points=0.75)
@diagnose("round the columns up: rounding down loses n mod nrows pictures")
def test_holds_n_for_any_n(student):
    "Gives n axes for every n, primes too, in the shape that was derived."
    for n in (3, 5):
        rows = math.isqrt(n)
        got = student.run(grid, {"n": n})
        assert len(got["places"]) == n
        assert got["ours"]
        assert got["shape"] == [rows, math.ceil(n / rows)]


@exercise("get-grid", points=0.25)
@diagnose("subplots(1, 1) gives bare axes: squeeze=False always gives an array")
def test_one_place(student):
    "Works for a single picture, and for a single column."
    assert student.run(grid, {"n": 1})["shape"] == [1, 1]
    assert student.run(grid, {"n": 2, "ncols": 1})["shape"] == [2, 1]


@exercise("get-grid", points=0.25)
@diagnose("row by row from the top left: that is the order of axes.flat")
def test_reading_order(student):
    "Gives the axes row by row, from the top left."
    assert student.run(grid, {"n": 3, "nrows": 2, "ncols": 2})["places"] == [0, 1, 2]


@exercise("get-grid", points=0.5)
@diagnose("the number that is given stays, the other is n divided by it, rounded up")
def test_rows_or_columns_given(student):
    "With nrows or ncols given, takes as many of the other as are needed."
    for given in ("nrows", "ncols"):
        assert student.run(grid, {"n": 3, given: 2})["shape"] == [2, 2]
    assert student.run(grid, {"n": 2, "nrows": 2})["shape"] == [2, 1]


@exercise("get-grid", points=0.25)
@diagnose("if both are given, use both as they are")
def test_both_given(student):
    "With nrows and ncols given, uses both, also where fewer would do."
    for n, nrows, ncols in ((1, 1, 2), (1, 2, 1)):
        got = student.run(grid, {"n": n, "nrows": nrows, "ncols": ncols})
        assert got["shape"] == [nrows, ncols]
        assert len(got["places"]) == n


@exercise("get-grid", points=0.25)
@diagnose("nrows * ncols < n, or n < 1: raise ValueError, do not lose pictures")
def test_refuses_what_does_not_fit(student):
    "Raises ValueError where n do not fit, or n is below 1."
    for kwargs in ({"n": 7, "nrows": 2, "ncols": 3}, {"n": 0}, {"n": -3}):
        with raises("ValueError"):
            student.run(grid, kwargs)


@exercise("get-grid", points=0.25)
@diagnose("remove() the axes behind the first n, or switch them off")
def test_spare_places_are_blank(student):
    "Shows a frame at n places only."
    assert student.run(grid, {"n": 3, "nrows": 2})["framed"] <= 3


@exercise("get-grid", points=0.25)
@diagnose("figsize is (width, height), so (ncols * size, nrows * size)")
def test_size_of_the_figure(student):
    "Makes the figure ncols * size wide and nrows * size high."
    assert student.run(grid, {"n": 2, "size": 2})["inches"] == [4, 2]
    assert student.run(grid, {"n": 2, "size": 0.5, "ncols": 1})["inches"] == [0.5, 1]


@exercise("get-grid", points=0.25)
@diagnose("hand **kwargs to plt.subplots")
def test_options_reach_subplots(student):
    "Hands sharex, facecolor and the like to plt.subplots."
    got = student.run(grid, {"n": 2, "sharex": True, "facecolor": (1.0, 0.0, 0.0, 1.0)})
    assert got["joined"]
    assert got["color"] == (1.0, 0.0, 0.0, 1.0)
    assert not student.run(grid, {"n": 2})["joined"]
