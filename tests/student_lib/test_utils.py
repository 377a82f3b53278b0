"""Tests of student_lib.utils and of the modules whose functions it gathers."""

import collections
import io
import random
import subprocess
import sys
import types

import matplotlib
import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from PIL import Image

from student_lib import plots, sliders, utils


@pytest.fixture(autouse=True)
def _no_windows(monkeypatch):
    """Draw without a screen, and leave neither figures nor settings behind."""
    monkeypatch.setattr(plots, "_styled", [])
    with matplotlib.rc_context():
        plt.switch_backend("agg")
        yield
        plt.close("all")


def line(slope=1.0, bias=0.0):
    plt.plot([0, 1], [bias, slope + bias])


def picture(image) -> Image.Image:
    return Image.open(io.BytesIO(image.data))


# the package


def test_importing_utils_and_data_loads_no_heavy_library():
    heavy = "matplotlib datasets sklearn ipywidgets IPython PIL pandas scipy huggingface_hub"
    code = f"""
import torch, sys
before = set(sys.modules)
from student_lib import utils, data
print(*(set({heavy.split()}) & (set(sys.modules) - before)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", utils.__all__)
def test_every_exported_name_exists_and_says_what_it_does(name):
    thing = getattr(utils, name)
    assert isinstance(thing, str) or thing.__doc__


# seeds and devices


def test_set_seed_repeats_the_numbers_of_python_numpy_and_torch():
    def draw():
        return random.random(), np.random.rand(), torch.rand(1).item()

    utils.set_seed(7)
    first = draw()
    assert draw() != first
    utils.set_seed(7)
    assert draw() == first


def test_set_seed_starts_from_42_by_default():
    utils.set_seed()
    assert torch.rand(1).item() == pytest.approx(0.8823, abs=5e-5)


def test_set_seed_takes_seeds_that_numpy_finds_too_long():
    utils.set_seed(457428938475)


@pytest.mark.parametrize(
    ("mps", "cuda", "best"),
    [(True, True, "mps"), (False, True, "cuda"), (True, False, "mps"), (False, False, "cpu")],
)
def test_def_device_prefers_mps_then_cuda_then_cpu(monkeypatch, mps, cuda, best):
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    assert utils._best_device() == best


Pair = collections.namedtuple("Pair", "x y")


def test_to_device_moves_tensors_in_nested_containers():
    t = torch.zeros(2)
    batch = {"a": [t, (t, "coat")], "b": Pair(t, {"c": t}), "n": 3, "none": None}
    moved = utils.to_device(batch, "meta")
    assert moved["a"][0].is_meta
    assert moved["a"][1][0].is_meta
    assert moved["b"].y["c"].is_meta
    assert (moved["a"][1][1], moved["n"], moved["none"]) == ("coat", 3, None)


@pytest.mark.parametrize(
    "box",
    [
        [torch.zeros(1)],
        (torch.zeros(1),),
        Pair(torch.zeros(1), 2),
        {"x": torch.zeros(1)},
        collections.OrderedDict(x=torch.zeros(1)),
        collections.defaultdict(list, x=torch.zeros(1)),
    ],
    ids=lambda box: type(box).__name__,
)
def test_to_device_keeps_the_type_of_a_container_and_leaves_it_as_it_was(box):
    moved = utils.to_device(box, "meta")
    before = next(iter(box.values())) if isinstance(box, dict) else box[0]
    assert type(moved) is type(box)
    assert moved is not box
    assert not before.is_meta


def test_to_device_keeps_the_factory_of_a_defaultdict():
    assert utils.to_device(collections.defaultdict(list), "cpu")["new"] == []


def test_to_device_moves_modules():
    assert utils.to_device([torch.nn.Linear(2, 3)], "meta")[0].weight.is_meta


def test_to_device_uses_the_default_device():
    assert utils.to_device(torch.zeros(1)).device.type == utils.def_device


# timing


def test_time_ms_returns_milliseconds_and_passes_the_arguments_on():
    seen = []
    ms = utils.time_ms(lambda a, b: seen.append((a, b)), 1, b=2, repeat=3)
    assert isinstance(ms, float)
    assert 0 < ms < 100
    assert set(seen) == {(1, 2)}


def test_time_ms_takes_the_median_and_does_not_count_the_first_call(monkeypatch):
    clock = iter([0.0, 9.0, 10.0, 10.5, 20.0, 20.1, 30.0, 30.2])
    monkeypatch.setattr(utils.time, "perf_counter", lambda: next(clock))
    assert utils.time_ms(lambda: None, repeat=3) == pytest.approx(200)


def test_time_ms_calls_a_slow_function_once_for_each_measurement(monkeypatch):
    clock = iter(float(i) for i in range(100))
    monkeypatch.setattr(utils.time, "perf_counter", lambda: next(clock))
    calls = []
    utils.time_ms(lambda: calls.append(1), repeat=4)
    assert len(calls) == 5


def test_time_ms_refuses_to_measure_nothing():
    with pytest.raises(ValueError, match="repeat must be at least 1"):
        utils.time_ms(lambda: None, repeat=0)


# drawing


def test_heatmap_writes_each_number_into_its_cell():
    utils.heatmap(torch.tensor([[1, 2], [3, 4]]), title="small")
    assert [t.get_text() for t in plt.gca().texts] == ["1", "2", "3", "4"]
    assert plt.gca().get_title() == "small"


def test_heatmap_leaves_the_numbers_out_where_they_do_not_fit():
    utils.heatmap(torch.rand(28, 28))
    assert not plt.gcf().axes[0].texts


@pytest.mark.parametrize(
    "x",
    [
        torch.rand(2, 3, requires_grad=True),
        torch.rand(2, 3, dtype=torch.bfloat16),
        torch.rand(3, 2).T,
        torch.rand(4),
        torch.tensor(1.5),
        torch.tensor([[True, False]]),
        torch.tensor([[float("nan"), float("inf"), -1.0]]),
        torch.full((2, 2), 3.0),
        torch.zeros(0, 3),
        np.ones((2, 2)),
        [[1, 2.5], [3, 4]],
        [torch.tensor(1.0), torch.tensor(2.0)],
    ],
    ids=[
        "grad",
        "bf16",
        "strided",
        "vector",
        "scalar",
        "bool",
        "not finite",
        "constant",
        "empty",
        "numpy",
        "lists",
        "losses",
    ],
)
def test_heatmap_draws_whatever_is_like_a_matrix(x):
    utils.heatmap(x)
    plt.gcf().canvas.draw()


def test_heatmap_gives_zero_the_middle_colour_when_both_signs_occur():
    utils.heatmap(torch.tensor([[-1.0, 3.0]]))
    assert plt.gca().images[0].get_clim() == (-3, 3)


def test_heatmap_draws_on_given_axes():
    _, (left, right) = plt.subplots(1, 2)
    utils.heatmap(torch.eye(2), ax=right)
    assert (len(left.images), len(right.images)) == (0, 1)


def test_heatmap_refuses_three_dimensions():
    with pytest.raises(ValueError, match=r"at most 2 dimensions, got shape \(1, 2, 3\)"):
        utils.heatmap(torch.zeros(1, 2, 3))


def test_heatmap_refuses_complex_numbers():
    with pytest.raises(TypeError, match="complex"):
        utils.heatmap(torch.zeros(1, 2, dtype=torch.complex64))


def test_bars_go_from_top_to_bottom_with_their_values():
    utils.bars({"loops": 421.0, "einsum": 0.07}, log=True)
    ax = plt.gca()
    assert [t.get_text() for t in ax.get_yticklabels()] == ["loops", "einsum"]
    assert [t.get_text() for t in ax.texts] == ["421", "0.07"]
    assert ax.yaxis_inverted()
    assert ax.get_xscale() == "log"


def test_bars_refuse_zero_on_a_logarithmic_axis():
    with pytest.raises(ValueError, match=r"not none = 0\.0"):
        utils.bars({"some": 1.0, "none": 0.0}, log=True)


def test_bars_refuse_no_values():
    with pytest.raises(ValueError, match="no values"):
        utils.bars({})


def test_curves_draw_a_named_line_for_each_y():
    utils.curves(range(3), train=torch.rand(3), valid=[1, 2, 3], xlabel="epoch")
    ax = plt.gca()
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["train", "valid"]
    assert ax.get_xlabel() == "epoch"


def test_curves_name_the_line_that_is_too_short():
    with pytest.raises(ValueError, match="valid has 2 values for 3 values of x"):
        utils.curves([1, 2, 3], train=[1, 2, 3], valid=[1, 2])


def test_curves_refuse_no_line():
    with pytest.raises(ValueError, match="name at least one line"):
        utils.curves([1, 2])


def test_show_tensors_titles_each_with_its_name_and_shape():
    utils.show_tensors(a=torch.ones(3, 1), b=torch.arange(4), n=5, c=torch.zeros(2, 2, 2))
    titles = [ax.get_title(loc="left") for ax in plt.gcf().axes]
    expected = ["a  (3, 1)", "b  (4,)", "n  ()", "c[0] of (2, 2, 2)", "c[1] of (2, 2, 2)"]
    assert titles == expected


def test_show_tensors_stays_within_the_page():
    utils.show_tensors(**{f"tensor_{i}": torch.rand(3, 9) for i in range(7)})
    assert plt.gcf().get_figwidth() <= plots.MAX_WIDTH
    boxes = [ax.get_position() for ax in plt.gcf().axes]
    assert min(b.y0 for b in boxes) >= 0
    assert max(b.x1 for b in boxes) <= 1


def test_show_tensors_draws_all_cells_of_one_size():
    utils.show_tensors(a=torch.rand(2, 3), b=torch.rand(4, 1))
    fig = plt.gcf()
    shapes = [(3, 2), (1, 4)]
    cells = {
        (round(p.width * fig.get_figwidth() / w, 6), round(p.height * fig.get_figheight() / h, 6))
        for p, (w, h) in zip([ax.get_position() for ax in fig.axes], shapes, strict=True)
    }
    assert len(cells) == 1


@pytest.mark.parametrize("named", [{}, {"x": torch.zeros(1, 1, 1, 1)}], ids=["none", "4-d"])
def test_show_tensors_refuses_what_it_cannot_draw(named):
    with pytest.raises(ValueError, match="show_tensors"):
        utils.show_tensors(**named)


def test_the_style_is_set_once_and_then_left_to_the_lesson():
    utils.curves([0, 1], a=[0, 1])
    plt.rcParams["lines.linewidth"] = 7.0
    utils.curves([0, 1], a=[0, 1])
    assert plt.rcParams["lines.linewidth"] == 7.0


# sliders that stand still


def test_static_sliders_return_one_picture_as_wide_as_the_page():
    image = utils.sliders(line, slope=(-2.0, 2.0))
    with picture(image) as im:
        assert im.width == 1.5 * 100 * plots.MAX_WIDTH
    assert image.width == 800


def test_static_sliders_try_six_values_of_one_argument():
    seen = []
    utils.sliders(lambda slope: seen.append(slope), slope=(0.0, 1.0))
    assert seen == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


def test_static_sliders_cross_two_arguments():
    seen = []
    utils.sliders(lambda n, kind: seen.append((n, kind)), n=(0, 10), kind=["a", "b", "c"])
    assert seen == [(0, "a"), (5, "a"), (10, "a"), (0, "c"), (5, "c"), (10, "c")]


def test_static_sliders_move_one_of_many_arguments_at_a_time():
    seen = []

    def f(a, b, c=9):
        seen.append((a, b, c))

    utils.sliders(f, a=(0, 10), b=True, c=(0, 10))
    first = [(0, True, 9), (10, True, 9)]
    second = [(5, False, 9), (5, True, 9)]
    assert seen == [*first, *second, (5, True, 0), (5, True, 10)]


def test_static_sliders_keep_whole_numbers_whole_and_on_their_steps():
    seen = []
    utils.sliders(lambda n: seen.append(n), n=(1, 20, 5))
    assert seen == [1, 6, 11, 16, 20]
    assert all(isinstance(n, int) for n in seen)


def test_static_sliders_name_the_settings_for_those_who_cannot_see():
    assert utils.sliders(line, slope=[1.0, 2.0]).alt == "slope = 1; slope = 2"


@pytest.mark.parametrize("style", ["current axes", "own figure", "subplots and show", "helper"])
def test_static_sliders_catch_the_figure_wherever_f_draws(style):
    def f(n):
        if style == "current axes":
            plt.plot(range(n))
        elif style == "own figure":
            plt.figure(figsize=(4, 2)).add_subplot().plot(range(n))
        elif style == "subplots and show":
            plt.subplots(1, 2, figsize=(8, 3))[1][0].plot(range(n))
            plt.show()
        else:
            utils.curves(range(n), y=range(n))

    with picture(utils.sliders(f, n=[50, 60])) as im:
        dark = np.asarray(im.convert("L"))[60:] < 200  # below the captions
    assert dark[:, : dark.shape[1] // 2].any()
    assert dark[:, dark.shape[1] // 2 :].any()


def test_static_sliders_leave_open_figures_alone():
    mine = plt.figure()
    mine.add_subplot().plot([1, 2])
    utils.sliders(line, slope=(0.0, 1.0))
    assert plt.get_fignums() == [mine.number]
    assert len(mine.axes[0].lines) == 1


def test_static_sliders_close_their_figures_when_f_fails():
    def f(n):
        raise KeyError(n)

    with pytest.raises(KeyError):
        utils.sliders(f, n=(0, 1))
    assert plt.get_fignums() == []


def test_static_sliders_share_the_scale_of_their_plots():
    axes = []

    def f(height):
        plt.plot([0, height])
        axes.append(plt.gca())

    utils.sliders(f, height=[1, 2, 4])
    assert len({ax.get_ylim() for ax in axes}) == 1


def test_static_sliders_keep_a_scale_that_f_sets():
    axes = []

    def f(height):
        plt.plot([0, height])
        plt.ylim(0, height)
        axes.append(plt.gca())

    utils.sliders(f, height=[1, 2])
    assert [ax.get_ylim() for ax in axes] == [(0, 1), (0, 2)]


def test_static_sliders_put_what_f_prints_into_the_picture(capsys):
    quiet = utils.sliders(lambda n: None, n=[1, 2])
    loud = utils.sliders(lambda n: print("error", n), n=[1, 2])
    with picture(quiet) as a, picture(loud) as b:
        assert b.height > a.height
    assert capsys.readouterr().out == ""
    assert "error 2" in loud.alt


# sliders that move


@pytest.fixture
def live(monkeypatch):
    monkeypatch.setattr(sliders, "_is_live", lambda: True)
    # ipywidgets asks a notebook's front end for its version; there is none here
    pytest.importorskip("ipywidgets")


@pytest.mark.usefixtures("live")
def test_live_sliders_return_a_widget_for_each_range():
    def f(n, x, kind, on):
        pass

    made = utils.sliders(f, n=(0, 9), x=(0.0, 1.0, 0.25), kind=["a", "b"], on=True)
    kinds = [type(w).__name__ for w in made.children[:-1]]
    assert kinds == ["IntSlider", "FloatSlider", "Dropdown", "Checkbox"]
    n, x, kind, on = made.children[:-1]
    assert (n.min, n.max, n.step) == (0, 9, 1)
    assert (x.min, x.max, x.step) == (0, 1, 0.25)
    assert [v for _, v in kind.options] == ["a", "b"]
    assert on.value is True


@pytest.mark.usefixtures("live")
def test_live_sliders_start_from_the_defaults_of_f_else_in_the_middle():
    def f(a, b=0.25, kind="y"):
        pass

    made = utils.sliders(f, a=(0, 10), b=(0.0, 1.0), kind=["x", "y"])
    assert [w.value for w in made.children[:-1]] == [5, 0.25, "y"]


@pytest.mark.usefixtures("live")
def test_live_sliders_call_f_with_their_values():
    seen = []
    made = utils.sliders(lambda n: seen.append(n), n=(0, 10))
    made.children[0].value = 8
    assert seen[-1] == 8


@pytest.mark.parametrize(
    ("kernel", "wish", "live"),
    [(True, "", True), (True, "1", False), (False, "", False)],
    ids=["notebook", "notebook told to be static", "no kernel"],
)
def test_sliders_are_live_only_in_a_kernel_that_is_not_told_otherwise(
    monkeypatch, kernel, wish, live
):
    import IPython.core.getipython as where

    shell = types.SimpleNamespace(kernel=object()) if kernel else types.SimpleNamespace()
    monkeypatch.setattr(where, "get_ipython", lambda: shell)
    monkeypatch.setenv("WORKBOOK_STATIC", wish)
    assert sliders._is_live() is live


# ranges that make no sense


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ((1.0, 0.0), ValueError, "slope must go from low to high"),
        ((1, 1), ValueError, "slope must go from low to high"),
        ((0, 1, 0), ValueError, "slope needs a step between 0 and 1"),
        ((0, 1, 2), ValueError, "slope needs a step between 0 and 1"),
        ((0.0, float("inf")), ValueError, "slope must be finite"),
        ((0, 1, 2, 3), TypeError, "slope must be"),
        ((0,), TypeError, "slope must be"),
        (5, TypeError, "slope must be"),
        (("a", "b"), TypeError, "slope must hold plain numbers"),
        ((True, False), TypeError, "slope must hold plain numbers"),
        ([], ValueError, "slope is an empty list"),
    ],
)
def test_sliders_name_the_argument_whose_range_is_wrong(wrong, error, message):
    with pytest.raises(error, match=message):
        utils.sliders(line, slope=wrong)


def test_sliders_refuse_a_name_that_f_does_not_take():
    with pytest.raises(TypeError, match=r"do not fit line\(slope=1.0, bias=0.0\).*'slop'"):
        utils.sliders(line, slop=(0, 1))


def test_sliders_ask_for_an_argument_that_f_needs():
    with pytest.raises(TypeError, match="missing a required argument: 'b'"):
        utils.sliders(lambda a, b: None, a=(0, 1))


def test_sliders_refuse_no_range():
    with pytest.raises(ValueError, match="at least one range"):
        utils.sliders(line)


def test_sliders_refuse_what_is_not_a_function():
    with pytest.raises(TypeError, match="must be a function, got int"):
        utils.sliders(3, a=(0, 1))
