"""Hidden tests of `DDPMCB`: its cues by hand, and in a Learner."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def passes(student, abar, batches, kinds, seed):
    """Give the callback its cues; kinds: for each pass whether it trains. All batches it made."""
    from types import SimpleNamespace

    import torch

    def mix(x0, t, eps, abar):
        "What `noisify` should give: these tests are not about it."
        picture, snow = abar[t].sqrt(), (1 - abar[t]).sqrt()
        return (picture * x0.movedim(0, -1) + snow * eps.movedim(0, -1)).movedim(-1, 0)

    torch.manual_seed(seed)
    cb, made = student.DDPMCB(abar), []
    learn = SimpleNamespace(model=torch.nn.Linear(1, 1), epoch=0, n_epochs=len(kinds), dl=batches)

    def tell(event):
        if hasattr(cb, event):
            getattr(cb, event)(learn)

    names = student.guess_x0.__globals__
    theirs, names["noisify"] = names.get("noisify"), mix
    try:
        learn.training = True
        tell("before_fit")
        for learn.training in kinds:
            tell("before_epoch")
            for learn.iter, batch in enumerate(batches):
                learn.batch = tuple(batch)
                tell("before_batch")
                made.append(list(learn.batch))
                tell("after_batch")
                tell("cleanup_batch")
            tell("after_epoch")
            tell("cleanup_epoch")
        tell("cleanup_fit")
    finally:
        names["noisify"] = theirs
    return made, torch.rand(3)


def batch(*shape, dtype=torch.float32):
    """Pictures and labels."""
    return [torch.randn(*shape).to(dtype), torch.arange(shape[0])]


def mixed(x0, t, eps, abar):
    """Mix each picture by itself."""
    return torch.stack(
        [abar[i] ** 0.5 * x + (1 - abar[i]) ** 0.5 * e for x, i, e in zip(x0, t, eps, strict=True)]
    )


@exercise("callback", points=0.75)
@diagnose("learn.batch becomes exactly (x_t, t, eps), with x_t made of this t and this eps")
def test_makes_triples(student):
    "A batch becomes noisy pictures, moments, and the noise in them; the labels are gone."
    abar, pictures = torch.rand(5), [batch(3, 1, 2, 5), batch(2, 1, 2, 5), [torch.randn(4, 3)]]
    for training in (True, False):
        made, _ = student.run(passes, abar, pictures, [training], 1)
        for got, (x0, *_) in zip(made, pictures, strict=True):
            xt, t, eps = got
            assert t.dtype == torch.int64
            assert t.shape == (len(x0),)
            assert_close(xt, mixed(x0, t, eps, abar), rtol=1e-5, atol=1e-5)


@exercise("callback", points=0.5)
@diagnose("every moment from 0 to n - 1 must come, all equally often, whatever n is")
def test_all_moments_equally_often(student):
    "Every moment is equally likely, the first and the last included."
    made, _ = student.run(passes, torch.rand(3), [batch(3000, 1)], [True, False], 2)
    for _, t, _ in made:
        counts = torch.bincount(t, minlength=3)
        assert len(counts) == 3
        assert counts.min() > 850  # 1000 expected, give or take 26
    for _, t, _ in student.run(passes, torch.rand(1), [batch(4, 1)], [True, False], 3)[0]:
        assert t.tolist() == [0] * 4


@exercise("callback", points=0.5)
@diagnose("noise from the bell curve, torch.randn, for each pixel its own")
def test_noise_of_the_bell_curve(student):
    "The noise has mean 0 and variance 1, and each pixel has its own."
    for _, _, eps in student.run(passes, torch.rand(3), [batch(200, 1, 5, 10)], [True, False], 4)[
        0
    ]:
        assert abs(eps.mean().item()) < 0.05  # give or take 0.01
        assert abs(eps.std().item() - 1) < 0.05
        assert eps.abs().max() > 2.5  # no uniform noise
        assert eps.unique().numel() > 9000


@exercise("callback", points=0.25)
@diagnose("noise in the dtype of the pictures")
def test_keeps_the_precision(student):
    "float64 pictures get float64 noise."
    made, _ = student.run(
        passes, torch.rand(3).double(), [batch(2, 3, dtype=torch.float64)], [True, False], 5
    )
    for xt, _, eps in made:
        assert (xt.dtype, eps.dtype) == (torch.float64, torch.float64)


@exercise("callback", points=0.5)
@diagnose("training draws from torch's own generator, and goes on from pass to pass")
def test_training_chance(student):
    "Training follows torch's seed, and never draws the same again."
    args = (torch.rand(50), [batch(6, 2), batch(6, 2)], [True, False, True])
    first, again = student.run(passes, *args, 6)[0], student.run(passes, *args, 6)[0]
    other = student.run(passes, *args, 7)[0]
    assert_close(first[0][2], again[0][2])
    assert not torch.equal(first[0][2], other[0][2])
    assert not torch.equal(first[4][2], other[4][2])
    assert not torch.equal(first[0][2], first[1][2])
    assert not torch.equal(first[0][2], first[4][2])
    assert not torch.equal(first[1][1], first[5][1])


@exercise("callback", points=0.75)
@diagnose("a new torch.Generator() in before_epoch of each validation, used for t and for eps")
def test_validation_chance(student):
    "Each validation draws the same, whatever happened before; its batches differ."
    args = (torch.rand(50), [batch(6, 2), batch(6, 2)])
    made = student.run(passes, *args, [False, True, False], 8)[0]
    other = student.run(passes, *args, [False], 9)[0]
    for same in (made[4:], other):
        for a, b in zip(made[:2], same, strict=True):
            assert_close(a, b)
    assert not torch.equal(made[0][2], made[1][2])
    assert not torch.equal(made[0][1], made[1][1])


@exercise("callback", points=0.25)
@diagnose("validation must not touch torch's own generator: no torch.manual_seed")
def test_validation_leaves_torch_alone(student):
    "Validation leaves torch's own generator as it was."
    args = (torch.rand(50), [batch(6, 2)])
    assert_close(student.run(passes, *args, [], 10)[1], student.run(passes, *args, [False], 10)[1])


@probe
def fitted(student, abar, x):
    """Fit a stub that says 0; what it was given, and the losses."""
    from types import SimpleNamespace

    import torch
    import torch.nn.functional as F

    from student_lib.learner import Learner, MetricsCB, TrainCB

    class Zero(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w, self.met = torch.nn.Parameter(torch.zeros(())), []

        def forward(self, x, t):
            self.met.append((list(x.shape), list(t.shape)))
            return self.w * x

    batches = [(part, torch.zeros(len(part))) for part in x.split(4)]
    dls = SimpleNamespace(train=batches, valid=batches)
    cbs = [TrainCB(n_inp=2), student.DDPMCB(abar), MetricsCB(n_inp=2)]
    learn = Learner(Zero(), dls, F.mse_loss, lr=0.0, cbs=cbs)
    learn.fit(2)
    return learn.model.met, [[row["training"], row["loss"]] for row in learn.history]


@exercise("callback", points=0.5)
@diagnose("the batch must be exchanged before TrainCB sees it, in before_batch")
def test_in_a_learner(student):
    "In a Learner the network gets pictures and moments, and two validations agree."
    met, history = student.run(fitted, torch.rand(9), torch.randn(10, 1, 6, 6))
    assert met == [([n, 1, 6, 6], [n]) for n in (4, 4, 2)] * 4
    losses = {
        training: [loss for t, loss in history if t == training] for training in (True, False)
    }
    assert losses[False][0] == losses[False][1]
    assert losses[True][0] != losses[True][1]
    assert all(0.5 < loss < 1.6 for _, loss in history)  # the variance of 360 numbers
