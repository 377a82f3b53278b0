"""Hidden tests of `show_image`: what is drawn, whatever the picture came as."""

import numpy as np
import torch

from autograder.testing import assert_close, diagnose, exercise, probe

GREY = torch.tensor([[0.0, 0.2, 0.9, 0.4, 0.1], [0.5, 0.3, 1.0, 0.6, 0.7]])  # 2 high, 5 wide
COLOR = torch.stack([GREY, GREY.flip(0), GREY.flip(1)])  # (3, 2, 5)


@probe
def drawn(student, ims, kwargs):
    """Show pictures: the array that matplotlib got of each, and what the axes looked like.

    All but the first come onto its axes: to make others takes longer than all else here.
    """
    import numpy as np
    from matplotlib import pyplot as plt

    plt.close("all")
    ax, found = None, []
    for im in ims:
        ax = student.show_image(im, ax=ax, **kwargs)
        image = ax.images[-1]
        pixels = np.ma.getdata(image.get_array())
        pixels = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[-1] == 1 else pixels
        look = {
            "cmap": image.get_cmap().name,
            "title": ax.get_title(),
            "bare": not ax.axison,
            "clim": [float(v) for v in image.get_clim()],
            "alpha": image.get_alpha(),
            "inches": ax.figure.get_size_inches().tolist(),
        }
        found.append((np.asarray(pixels, dtype=np.float64), look))
    return found


def assert_drawn(student, cases):
    """Check what is drawn of each picture: (picture, the expected one)."""
    got = student.run(drawn, [im for im, _ in cases], {})
    for (pixels, _), (_, expected) in zip(got, cases, strict=True):
        # float32 on the way
        assert_close(pixels, expected.double().numpy(), rtol=1e-5)


@exercise("show-image", points=0.5)
@diagnose(
    "an axis of size 1, in front or behind, is no axis of the picture: (1, h, w) draws (h, w)"
)
def test_grey_in_every_layout(student):
    "Draws (h, w), (1, h, w) and (h, w, 1), tensors and arrays, of floats and of bytes."
    layouts = [GREY.T.contiguous().T, GREY[None], GREY[..., None]]
    layouts += [GREY[None].numpy(), GREY[..., None].numpy()]
    thin = [torch.rand(3, 5), torch.rand(1, 6)]  # rows, not channels
    whole = (GREY * 250).to(torch.uint8)
    same = [(im, im) for im in thin]
    assert_drawn(student, [*((im, GREY) for im in layouts), *same, (whole[None], whole)])


@exercise("show-image", points=0.5)
@diagnose("channels first become last by moving the axis (permute, moveaxis); reshape stirs pixels")
def test_colour_in_every_layout(student):
    "Draws (3, h, w), (h, w, 3) and four channels, every pixel in its place."
    four, narrow = torch.cat([COLOR, torch.ones(1, 2, 5)]), COLOR[:, :, :2]
    cases = [(im, im.permute(1, 2, 0)) for im in (COLOR, four, narrow)]
    last = COLOR.permute(1, 2, 0)
    assert_drawn(student, [*cases, (last, last), (COLOR.numpy(), last)])


@exercise("show-image", points=0.25)
@diagnose("if the first axis has 1, 3 or 4 entries it is the channels, whatever the last one has")
def test_first_axis_decides(student):
    "Takes the first axis as channels also where the last has 1, 3 or 4 entries."
    ims = [torch.rand(shape) for shape in ((3, 5, 4), (4, 2, 3), (3, 5, 1), (1, 2, 3))]
    cases = [(im, im.permute(1, 2, 0)) for im in ims[:3]]
    assert_drawn(student, [*cases, (ims[3], ims[3][0])])


@probe
def drawn_pil(student, pictures):
    """Show arrays as PIL pictures, on one axes: the array and colours of each."""
    import numpy as np
    import PIL.Image

    ax, found = None, []
    for pixels in pictures:
        ax = student.show_image(PIL.Image.fromarray(pixels), ax=ax)
        image = ax.images[-1]
        found.append((np.asarray(np.ma.getdata(image.get_array())), image.get_cmap().name))
    return found


@exercise("show-image", points=0.25)
@diagnose("a PIL picture has its channels last: it is (height, width, 3), also 3 pixels high")
def test_pil_pictures(student):
    "Draws PIL pictures, grey and coloured, also one that is 3 or 4 pixels high."
    dice = np.random.default_rng(1)
    shapes = ((2, 5), (3, 5, 3), (4, 2, 3))
    pictures = [dice.integers(256, size=shape, dtype=np.uint8) for shape in shapes]
    for pixels, (got, cmap) in zip(pictures, student.run(drawn_pil, pictures), strict=True):
        assert_close(got, pixels)
        assert pixels.ndim == 3 or cmap == "gray"


@probe
def drawn_special(student, x):
    """Show a tensor that requires gradients, and one of bfloat16; then look at them again."""
    import numpy as np

    steep = x.clone().requires_grad_()
    rough = x.bfloat16()
    arrays = [np.ma.getdata(student.show_image(im).images[0].get_array()) for im in (steep, rough)]
    kept = steep.requires_grad and rough.dtype == x.bfloat16().dtype
    return [np.asarray(a, dtype=np.float64) for a in arrays], kept and bool((steep == x).all())


@exercise("show-image", points=0.5)
@diagnose("detach() for gradients, float() for bfloat16, both as new tensors: the caller keeps his")
def test_tensors_from_a_training(student):
    "Draws tensors that require gradients, or are bfloat16, and leaves them as they are."
    (steep, rough), kept = student.run(drawn_special, GREY)
    assert_close(steep, GREY.double().numpy(), rtol=1e-5)
    # bfloat16 has eight bits
    assert_close(rough, GREY.double().numpy(), rtol=1e-2)
    assert kept


@exercise("show-image", points=0.25)
@diagnose('{"cmap": "gray", **kwargs}: grey by itself, the caller\'s cmap where there is one')
def test_grey_is_grey(student):
    "Draws one channel in grey, or in the cmap that the caller gives."
    ims = [GREY, GREY[None], GREY[..., None].numpy()]
    for kwargs, cmap in (({}, "gray"), ({"cmap": "magma"}, "magma")):
        assert [look["cmap"] for _, look in student.run(drawn, ims, kwargs)] == [cmap] * 3


@exercise("show-image", points=0.25)
@diagnose("hand **kwargs to imshow, all of it")
def test_options_reach_imshow(student):
    "Hands vmin, vmax, alpha and other options to imshow."
    ((_, look),) = student.run(drawn, [GREY], {"vmin": -1, "vmax": 3, "alpha": 0.5})
    assert look["clim"] == [-1, 3]
    assert look["alpha"] == 0.5


@exercise("show-image", points=0.25)
@diagnose(
    "set the title unless it is None, 0 counts; ax.axis('off') hides frame and ticks; use figsize"
)
def test_title_frame_and_size(student):
    "Shows a title, also 0, no frame, and makes its figure of the given size."
    for title, shown in (("boot", "boot"), (0, "0"), (None, "")):
        ((_, look),) = student.run(drawn, [GREY], {"title": title, "figsize": (3, 5)})
        assert look["title"] == shown
        assert look["bare"]
        assert look["inches"] == [3, 5]


@probe
def on_given_axes(student, im):
    from matplotlib import pyplot as plt

    plt.close("all")  # figures of other cells do not count
    _, axes = plt.subplots(1, 2)
    got = student.show_image(im, ax=axes[0])
    return got is axes[0], [len(ax.images) for ax in axes], len(plt.get_fignums())


@exercise("show-image", points=0.25)
@diagnose("draw with ax.imshow, and open a figure only when ax is None")
def test_draws_on_given_axes(student):
    "With ax draws there, returns it, and opens no other figure."
    assert student.run(on_given_axes, GREY) == (True, [1, 0], 1)
