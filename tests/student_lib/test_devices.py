"""What the library computes on another device: the CPU's numbers, and all of them there."""

from contextlib import nullcontext
from copy import deepcopy
from functools import partial
from types import SimpleNamespace

import pytest
import torch
import torch.nn.functional as F
from elsewhere import elsewhere
from matplotlib.figure import Figure
from torch import nn
from torch.utils._pytree import tree_leaves, tree_map

from student_lib import (
    backprop,
    callbacks,
    clustering,
    conv,
    datasets,
    ddpm,
    matmul,
    meanshift,
    plots,
    squeezenet,
    training,
    utils,
)
from student_lib.learner import (
    AMPCB,
    EMACB,
    Accuracy,
    Callback,
    CheckpointCB,
    DeviceCB,
    GradAccumCB,
    GradClipCB,
    Learner,
    MetricsCB,
    MomentumLearner,
    ProgressCB,
    SingleBatchCB,
    TrainCB,
    TrainLearner,
    lr_find,
)


def rand(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(sum(shape)))


A, B, IMAGES, LABELS = rand(4, 3), rand(3, 5), rand(3, 2, 6, 6), torch.tensor([0, 2, 1, 2])
X = torch.cat([rand(20, 4), 3 + rand(21, 4)])  # two clusters
Q = rand(5, 4)
X0, EPS, NOISE = (rand(2, 1, 8, 8) * 2 - 1, rand(2, 1, 8, 8), rand(3, 2, 1, 8, 8))
STEP = torch.tensor([0, 2])
ABAR = ddpm.alpha_bars(ddpm.linear_betas(3, 0.1, 0.5))


def tensors(x):
    return [t for t in tree_leaves(x) if isinstance(t, torch.Tensor)]


def brought_home(x, device):
    """Bring all tensors in x to the CPU; require that they lived on the device."""
    assert {t.device.type for t in tensors(x)} <= {device}
    return tree_map(lambda t: t.cpu() if isinstance(t, torch.Tensor) else t, x)


def on_both(f):
    """Compute f(device) here and elsewhere; require its tensors there, and equal numbers."""
    torch.manual_seed(0)
    here = f("cpu")
    torch.manual_seed(0)
    with elsewhere():
        there = brought_home(f("cuda"), "cuda")
    torch.testing.assert_close(there, here)


def moved(f, *inputs):
    """Call f with the inputs on a device."""
    return lambda device: f(*utils.to_device(inputs, device))


FUNCTIONS = {
    "matmul_broadcast": moved(matmul.matmul_broadcast, A, B),
    "align": moved(lambda x: matmul.align("gs", x, "dgs"), A),
    "mini_einsum": moved(partial(matmul.mini_einsum, "ik,kj->ij"), A, B),
    "Matrix": moved(lambda a, b: (matmul.Matrix(a) @ matmul.Matrix(b)).T.values, A, B),
    "gaussian": moved(partial(meanshift.gaussian, bw=2.0), A),
    "tri": moved(partial(meanshift.tri, i=2.0), A),
    "fog": moved(partial(meanshift.fog, bw=2.0), A),
    "pairwise": moved(meanshift.pairwise, X, Q),
    "l2_einsum": moved(meanshift.l2_einsum, X, Q),
    "meanshift": moved(partial(meanshift.meanshift, bw=1.0, bs=7), X),
    "centroids": moved(lambda x: meanshift.centroids(x.round(), 2.0), X),
    "cells": moved(lambda x: list(meanshift.cells(x, 2.0).values()), X),
    "meanshift_knn": moved(partial(meanshift.meanshift_knn, bw=1.0, k=5), X),
    "MeanShift": moved(lambda x, q: meanshift.MeanShift(1.0).fit(x).predict(q), X, Q),
    "argmin_rows": moved(lambda x: clustering.argmin_rows(x.clone()), A),
    "nearest": moved(clustering.nearest, X, Q),
    "inertia": moved(clustering.inertia, X, Q),
    "kmeans_pp": moved(partial(clustering.kmeans_pp, k=4), X),
    "recentre": moved(lambda x, c: clustering.recentre(x, c, x[:, 0].long()), X, Q),
    "kmeans": moved(partial(clustering.kmeans, k=3, iters=9), X),
    "near_pairs": moved(partial(clustering.near_pairs, eps=0.5), X),
    "dbscan": moved(partial(clustering.dbscan, eps=0.5, min_pts=3), X),
    "codes": moved(clustering.codes, X, rand(2, 3, 4)),
    "any_rows": moved(partial(clustering.any_rows, k=3), X),
    "numeric_slope": moved(partial(backprop.numeric_slope, lambda x: x.pow(2).sum()), A),
    "slopes_agree": moved(partial(backprop.slopes_agree, lambda x: x.sum()), A, A * 0 + 1),
    "logsumexp": moved(training.logsumexp, A),
    "log_softmax": moved(training.log_softmax, A),
    "softmax": moved(training.softmax, A),
    "nll": moved(training.nll, A, LABELS),
    "cross_entropy": moved(training.cross_entropy, A, LABELS),
    "accuracy": moved(training.accuracy, A, LABELS),
    "collate": moved(lambda x, y: training.collate(zip(x, y, strict=True)), A, LABELS),
    "Dataset": moved(lambda x, y: training.Dataset(x, y)[1:3], A, LABELS),
    "apply_kernel": moved(conv.apply_kernel, rand(6, 5), rand(3, 2)),
    "im2col": moved(partial(conv.im2col, ks=3, stride=2, pad=1), IMAGES),
    "conv2d": moved(partial(conv.conv2d, stride=2, pad=1), IMAGES, rand(4, 2, 3, 3), rand(4)),
    "conv": lambda device: conv.conv(2, 4).to(device)(IMAGES.to(device)),
    "Conv2d": lambda device: conv.Conv2d(2, 4, 3, groups=2).to(device)(IMAGES.to(device)),
    "callbacks.train": moved(lambda w: callbacks.train(w, lambda w: 2 * w, n=3), A),
    "default_collate": moved(lambda x: datasets.default_collate([{"x": x}, {"x": x}]), A),
    "conv.to_device": lambda device: conv.to_device({"x": [A, 5], "y": (B,)}, device),
    "utils.to_device": lambda device: utils.to_device({"x": [A, 5], "y": (B,)}, device),
    "noisify": moved(ddpm.noisify, X0, STEP, EPS, ABAR),
    "time_features": moved(partial(ddpm.time_features, n=6), STEP),
    "alpha_bars": moved(ddpm.alpha_bars, ddpm.cosine_betas(4)),
    "guess_x0": moved(lambda x, eps, abar: ddpm.guess_x0(x, 1, eps, abar), X0, EPS, ABAR),
    "posterior": moved(ddpm.posterior, ABAR),
    "ddpm_step": moved(lambda *xs: ddpm.ddpm_step(xs[0], 1, *xs[1:]), X0, EPS, -EPS, ABAR),
    "SqueezeNet": lambda device: squeezenet.SqueezeNet().to(device)(rand(1, 3, 17, 17).to(device)),
}


@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_gives_the_same_elsewhere(f):
    on_both(f)


def lsh(kind, x, q, g):
    index = kind(4, bits=3, tables=2, generator=g)
    index.add(x[:30])
    index.add(x[30:])
    return index.X, index.planes, index.query(q, 3)


class Few(clustering.RankedLSH):
    """Ranks fewer rows than there are."""

    def query(self, Q, k):
        return super().query(Q, k, most=9)


def pq(x, q, g):
    coder = clustering.PQ(2, 6).fit(x, 5, g)
    codes = coder.encode(x)
    found = coder.distances(q, codes), coder.decode(codes)
    return codes, *found, clustering.meanshift_pq(q, coder, codes, bw=1.0)


CHANCE = {
    "kmeans_pp": lambda x, q, g: clustering.kmeans_pp(x, 4, g),
    "kmeans": lambda x, q, g: clustering.kmeans(x, 4, 5, g),
    "any_rows": lambda x, q, g: clustering.any_rows(x, 3, g),
    "LSH": partial(lsh, clustering.LSH),
    "RankedLSH": partial(lsh, Few),
    "PQ and meanshift_pq": pq,
}


@pytest.mark.parametrize(
    ("device", "home"), [("cuda", None), ("cuda", "cpu"), ("cuda", "cuda"), ("cpu", "cuda")]
)
@pytest.mark.parametrize("f", CHANCE.values(), ids=CHANCE)
def test_chance_comes_from_a_generator_of_any_device(f, device, home):
    def draw(device, home):
        generator = torch.Generator(home).manual_seed(3) if home else None
        return f(X.to(device), Q.to(device), generator)

    torch.manual_seed(0)
    here = draw("cpu", home and "cpu")
    torch.manual_seed(0)
    with elsewhere():
        found = brought_home(draw(device, home), device)
    torch.testing.assert_close(found, here)


def by_hand(device):
    """Train the layers of the backpropagation lesson."""
    x, y, w, b = utils.to_device((rand(6, 3), rand(6), rand(3, 1), rand(1)), device)
    model = backprop.Model([backprop.Lin(w.clone(), b.clone()), backprop.Relu()], backprop.Mse())
    losses = []
    for _ in range(3):
        losses.append(model.forward(x, y))
        model.backward()
        model.step(0.1)
    return losses, model.weights(), model.predict(x)


def minibatches(device):
    """Train with the loop of the minibatch lesson, on data that lie on the device."""
    ds = training.Dataset(*utils.to_device((A, LABELS), device))
    dls = training.get_dls(ds, ds, 2, generator=torch.Generator().manual_seed(1))
    layers = nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 3)
    model = training.Sequential(*(layer.to(device) for layer in layers))
    opt = training.Optimizer(model.parameters(), lr=0.1)
    history = training.fit(2, model, training.cross_entropy, opt, *dls)
    return history, list(model.parameters())


def unet(device):
    """Predict, walk back, sample and inpaint with the network of the diffusion lesson."""
    net = ddpm.SmallUNet(nfs=(8, 8, 16), nt=8).to(device)
    x, noise, eps, t, abar = utils.to_device((X0, NOISE, EPS, STEP, ABAR), device)
    out = net(x, t)
    F.mse_loss(out, eps).backward()
    drawn = ddpm.ddpm_sample(net, eps, noise, abar)
    mended = ddpm.inpaint(net, x, x > 0, eps, noise, noise.flip(0), abar)
    return out, [p.grad for p in net.parameters()], drawn, mended


@pytest.mark.parametrize("f", [by_hand, minibatches, unet], ids=lambda f: f.__name__)
def test_a_training_of_its_own_gives_the_same_elsewhere(f):
    on_both(f)


def learner(device, *cbs, kind=Learner, **kwargs):
    """A Learner whose model and data lie on the CPU, and what moves them."""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.2), nn.Linear(4, 2))
    batches = list(zip(rand(12, 3).split(5), (torch.arange(12) % 2).split(5), strict=True))
    dls = SimpleNamespace(train=batches, valid=batches[:2])
    own = [] if issubclass(kind, TrainLearner) else [TrainCB()]
    cbs = [*own, DeviceCB(device), MetricsCB(accuracy=Accuracy()), *cbs]
    opt_func = partial(torch.optim.SGD, momentum=0.9)
    return kind(model, dls, F.cross_entropy, cbs=cbs, **{"opt_func": opt_func, **kwargs})


def state(learn):
    """All tensors that a Learner holds."""
    slopes = [p.grad for p in learn.model.parameters()]
    memory = [t for kept in learn.opt.state.values() for t in tensors(kept) if t.dim()]
    return list(learn.model.state_dict().values()), slopes, memory  # Adam counts steps on the CPU


LEARNERS = {
    "alone": learner,
    "AdamW": partial(learner, opt_func=torch.optim.AdamW),
    "GradClipCB": lambda device: learner(device, GradClipCB(0.01)),
    "GradAccumCB": lambda device: learner(device, GradAccumCB(2), GradClipCB(0.01)),
    "EMACB": lambda device: learner(device, EMACB(0.5)),
    "AMPCB": lambda device: learner(device, AMPCB()),
    "ProgressCB": lambda device: learner(device, ProgressCB(lambda *place: None)),
    "SingleBatchCB": lambda device: learner(device, SingleBatchCB()),
    "TrainLearner": partial(learner, kind=TrainLearner),
    "MomentumLearner": partial(learner, kind=MomentumLearner, mom=0.5),
}


@pytest.mark.parametrize("make", LEARNERS.values(), ids=LEARNERS)
def test_a_learner_trains_the_same_elsewhere(make):
    def fitted(device):
        learn = make(device)
        learn.fit(2)
        means = [list(cb.model.state_dict().values()) for cb in learn.cbs if isinstance(cb, EMACB)]
        losses = [cb.losses for cb in learn.cbs if isinstance(cb, ProgressCB)]
        return learn.history, state(learn), means, losses

    on_both(fitted)


def test_a_sweep_of_learning_rates_gives_the_same_elsewhere_and_leaves_everything_there():
    def sweep(device):
        learn = learner(device, EMACB(0.5))
        learn.fit(1)
        before = deepcopy(state(learn))
        finder = lr_find(learn, n_epochs=3, start=1e-3)
        torch.testing.assert_close(state(learn), before, rtol=0, atol=0)
        learn.fit(1)
        return finder.losses, state(learn)

    on_both(sweep)


def test_a_model_that_was_never_moved_is_swept_elsewhere_first():
    def sweep(device):
        learn = learner(device)
        finder = lr_find(learn, n_epochs=3)
        learn.fit(1)
        return finder.losses, state(learn)

    on_both(sweep)


class PowerCut(Callback):
    """Ends the fit in the middle of the second epoch."""

    def after_step(self, learn):
        if (learn.epoch, learn.iter) == (1, 1):
            raise OSError("no power")


@pytest.mark.parametrize(("first", "then"), [("cuda", "cuda"), ("cuda", "cpu"), ("cpu", "cuda")])
def test_a_training_that_was_broken_off_goes_on_on_any_device(first, then, tmp_path):
    def start(device, path, *more):
        torch.manual_seed(0)
        cbs = EMACB(0.5), CheckpointCB(path), *more
        return learner(device, *cbs, kind=MomentumLearner)  # which has slopes between its batches

    whole = start("cpu", tmp_path / "whole.pt")
    whole.fit(3)
    with elsewhere():
        broken = start(first, tmp_path / "parts.pt", PowerCut())
        with pytest.raises(OSError, match="no power"):
            broken.fit(3)
    with nullcontext() if then == "cpu" else elsewhere():  # a machine that may have no other device
        resumed = start(then, tmp_path / "parts.pt")
        resumed.fit(3)
        found = brought_home(state(resumed), then)
    torch.testing.assert_close(found, state(whole))


def test_the_noise_of_the_diffusion_callback_is_the_same_elsewhere():
    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.zeros(()))

        def forward(self, x, t):
            return self.w * x + t[:, None, None, None]

    def fitted(device):
        dls = SimpleNamespace(train=[(X0, STEP), (X0,)], valid=[(X0,)])
        cbs = [TrainCB(2), DeviceCB(device), ddpm.DDPMCB(ABAR), MetricsCB(2)]
        learn = Learner(Named(), dls, F.mse_loss, cbs=cbs)
        learn.fit(2)
        return learn.history, learn.model.w, learn.batch

    on_both(fitted)


def test_pictures_are_drawn_of_tensors_that_live_elsewhere():
    with elsewhere():
        x = A.to("cuda")
        assert (plots.as_array(x, "x") == A.numpy()).all()
        assert plots.as_array([*x[0], 0.5], "losses").tolist() == [*A[0].tolist(), 0.5]
        ax = datasets.show_image(x[None], ax=Figure().subplots())
    assert (ax.images[0].get_array() == A.numpy()).all()
