"""Hidden tests of `show_images`: all pictures, each with its own title."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe, raises

TITLES = ["boot", "bag", "coat", "dress"]


@probe
def lend(student):
    """Put right parts in the place of `get_grid` and `show_image`: mistakes there cost once."""
    import math

    from IPython import get_ipython
    from matplotlib import pyplot as plt

    def get_grid(n, nrows=None, ncols=None, size=1.5, **kwargs):
        across = ncols or math.ceil(n / (nrows or math.isqrt(n)))
        down = nrows or math.ceil(n / across)
        shape = {"figsize": (across * size, down * size), "squeeze": False}
        fig, axes = plt.subplots(down, across, **shape, **kwargs)
        return fig, axes.ravel().tolist()[:n]

    def show_image(im, ax=None, title=None, figsize=(2, 2), **kwargs):
        ax = ax or plt.figure(figsize=figsize).gca()
        ax.imshow(im.squeeze(0), **kwargs)
        ax.set_title("" if title is None else title)
        return ax

    get_ipython().user_ns.update(get_grid=get_grid, show_image=show_image)


@probe
def wall(student, ims, kwargs, as_stream=False):
    """Show pictures: the pixels and titles that were drawn, the figures and what was returned."""
    import numpy as np
    from matplotlib import pyplot as plt

    plt.close("all")
    titles = kwargs.pop("titles", None)
    if as_stream:
        ims, titles = (im for im in ims), titles and (title for title in titles)
    got = student.show_images(ims, titles=titles, **kwargs)
    used = [ax for number in plt.get_fignums() for ax in plt.figure(number).axes if ax.images]
    return {
        "means": [float(np.mean(ax.images[0].get_array())) for ax in used],
        "titles": [ax.get_title() for ax in used],
        "figures": len(plt.get_fignums()),
        "inches": [float(v) for v in plt.gcf().get_size_inches()],
        "limits": [[float(v) for v in ax.images[0].get_clim()] for ax in used],
        "cmaps": [ax.images[0].get_cmap().name for ax in used],
        "nothing": got is None,
    }


def pictures(n):
    """n grey pictures, (1, 2, 3), and their means."""
    means = torch.arange(1, n + 1) / 10
    return means[:, None, None, None].expand(n, 1, 2, 3).contiguous(), means.tolist()


@exercise("show-images", points=0.5)
@diagnose("one place for each picture, in one figure, in their order")
def test_shows_all_in_order(student):
    "Shows every picture once, in one figure, in order; from a batch and from a list."
    student.run(lend)
    for n, kind in ((1, list), (3, torch.stack)):
        batch, means = pictures(n)
        got = student.run(wall, kind(list(batch)), {})
        # float32 means
        assert_close(got["means"], means, rtol=1e-5)
        assert got["nothing"]


@exercise("show-images", points=0.25)
@diagnose("get_grid makes the figure: open no other one, neither in front nor for each picture")
def test_opens_one_figure(student):
    "Opens one figure for all pictures."
    student.run(lend)
    assert student.run(wall, pictures(2)[0], {})["figures"] == 1


@exercise("show-images", points=0.25)
@diagnose("a generator is walked once: ims = list(ims), and the titles too")
def test_takes_generators(student):
    "Takes pictures and titles from generators."
    student.run(lend)
    batch, means = pictures(3)
    got = student.run(wall, list(batch), {"titles": TITLES[:3]}, as_stream=True)
    assert_close(got["means"], means, rtol=1e-5)
    assert got["titles"] == TITLES[:3]


@exercise("show-images", points=0.25)
@diagnose("title i belongs to picture i; without titles there are none")
def test_titles_belong_to_pictures(student):
    "Gives each picture its title, or none."
    student.run(lend)
    (two, _), (one, _) = pictures(2), pictures(1)
    assert student.run(wall, two, {"titles": TITLES[:2]})["titles"] == TITLES[:2]
    assert student.run(wall, one, {"titles": [0]})["titles"] == ["0"]
    assert student.run(wall, one, {})["titles"] == [""]


@exercise("show-images", points=0.25)
@diagnose("another number of titles than of pictures: ValueError, for zip would drop the rest")
def test_refuses_missing_titles(student):
    "Raises ValueError for too few titles, too many, and none in an empty list."
    student.run(lend)
    for count in (2, 4, 0):
        with raises("ValueError"):
            student.run(wall, pictures(3)[0], {"titles": TITLES[:count]})


@exercise("show-images", points=0.25)
@diagnose("hand nrows, ncols and size to get_grid")
def test_shape_of_the_grid(student):
    "nrows, ncols and size shape the grid."
    student.run(lend)
    batch, _ = pictures(2)  # side by side, if nobody says otherwise
    assert student.run(wall, batch, {"nrows": 2, "size": 0.5})["inches"] == [0.5, 1]
    assert student.run(wall, batch, {"ncols": 1, "size": 1})["inches"] == [1, 2]


@exercise("show-images", points=0.25)
@diagnose("hand **kwargs to show_image for every picture")
def test_options_reach_every_picture(student):
    "cmap, vmin and the like reach every picture."
    student.run(lend)
    got = student.run(wall, pictures(2)[0], {"cmap": "magma", "vmin": 0, "vmax": 1})
    assert got["limits"] == [[0, 1]] * 2
    assert got["cmaps"] == ["magma"] * 2
