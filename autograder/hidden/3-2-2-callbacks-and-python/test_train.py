"""Hidden tests of `train`: a walk downhill, watched and steered by a callback."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def walked(student, w, lr, n, listens):
    """Walk down the slope 2 (w - 1); what a callback saw at each step, and the end."""
    seen = []

    def callback(run):
        seen.append([run.step, run.w, run.lr, run.n])
        return True

    end = student.train(w, lambda w: 2 * (w - 1), lr, n, callback if listens else None)
    return seen, end


def by_hand(w, lr, n):
    """All places of the same walk."""
    places = []
    for _ in range(n):
        w = w - lr * 2 * (w - 1)
        places.append(w)
    return places


@exercise("train", points=0.5)
@diagnose("each step is run.w - run.lr * slope(run.w); return run.w when all are done")
def test_ends_where_the_steps_lead(student):
    "Ends where n steps lead, with and without a callback, for numbers and tensors."
    for w, lr, n in ((7.0, 0.125, 5), (-3.0, 0.75, 2), (4.0, 0.5, 1), (2.0, 0.1, 0)):
        for listens in (True, False):
            end = student.run(walked, w, lr, n, listens)[1]
            # the same few products, in whatever order
            assert_close(end, [w, *by_hand(w, lr, n)][-1], rtol=1e-9, atol=1e-12)
    w = torch.randn(3, 2)
    assert_close(student.run(walked, w, 0.25, 3, True)[1], by_hand(w, 0.25, 3)[-1])


@probe
def asked_for(student, defaults):
    """Which rate, and how many steps, are taken by themselves; and where the slope was asked."""
    asked = []

    def slope(w):
        asked.append(w)
        return 1.0

    end = student.train(10.0, slope) if defaults else student.train(10.0, slope, 2.0, 3)
    return end, asked


@exercise("train", points=0.25)
@diagnose("the slope is asked once a step, where the marble is")
def test_asks_the_slope_once_a_step(student):
    "Asks for the slope once a step, at the place of that step."
    end, asked = student.run(asked_for, False)
    assert_close([end, *asked], [4.0, 10.0, 8.0, 6.0])
    assert_close(student.run(asked_for, True)[0], 8.0, rtol=1e-6, atol=1e-6)  # 20 steps of 0.1


@exercise("train", points=0.25)
@diagnose("call callback(run) once behind each step; step counts the steps done, from 1")
def test_says_each_step(student):
    "Calls after each step, with the steps done so far and the place reached."
    for w, lr, n in ((7.0, 0.125, 5), (-3.0, 0.75, 3), (2.0, 0.1, 0)):
        seen = student.run(walked, w, lr, n, True)[0]
        wanted = [[i, at, lr, n] for i, at in enumerate(by_hand(w, lr, n), start=1)]
        assert len(seen) == n
        for got, expected in zip(seen, wanted, strict=True):
            assert_close(got, expected, rtol=1e-9, atol=1e-12)


@probe
def odd_callback(student, kind):
    """Walk with an object that is false, or that has attributes of its own; its calls."""

    class Callback:
        calls = 0

        def __call__(self, run):
            self.calls += 1

    class Empty(Callback):
        def __len__(self):
            return 0

    class Never(Callback):
        def __bool__(self):
            return False

    callback = {"plain": Callback, "empty": Empty, "never": Never}[kind]()
    student.train(5.0, lambda w: w, 0.1, 3, callback)
    return callback.calls


@exercise("train", points=0.25)
@diagnose("ask `is not None`: an empty object is false, and yet a callback")
def test_calls_what_is_empty(student):
    "Calls any callback that is not None, also one that is empty or false."
    for kind in ("plain", "empty", "never"):
        assert student.run(odd_callback, kind) == 3


@probe
def steered(student, changes, n):
    """Walk with slope 1 from 100; at these steps the callback sets these things in the box."""
    places = []

    def callback(run):
        places.append(run.w)
        for name, value in changes.get(str(run.step), {}).items():
            setattr(run, name, value)

    end = student.train(100.0, lambda w: 1.0, 1.0, n, callback)
    return places, end


@exercise("train", points=0.25)
@diagnose("go by run.lr and run.w at every step: the callback has its hands on the box only")
def test_rate_and_place_are_steered(student):
    "A rate or a place that the callback sets counts from then on, and at the end."
    places, end = student.run(steered, {"2": {"lr": 10.0}, "3": {"w": 50.0}, "5": {"w": 7.0}}, 5)
    assert_close(places, [99.0, 98.0, 88.0, 40.0, 30.0])
    assert_close(end, 7.0)


@exercise("train", points=0.25)
@diagnose("compare run.step with run.n before every step: range(n) decides only once")
def test_length_is_steered(student):
    "A callback may end the walk, or make it longer."
    for changes, n, steps in (
        ({"2": {"n": 2}}, 5, 2),
        ({"3": {"n": 0}}, 5, 3),
        ({"2": {"n": 5}}, 3, 5),
        ({"3": {"n": 4}}, 3, 4),
        ({"1": {"n": 2}, "2": {"n": 6}}, 3, 6),
    ):
        assert len(student.run(steered, changes, n)[0]) == steps


@probe
def kept(student, w):
    """Keep the tensors that the walk goes through; they, and the start, as they are afterwards."""
    places = []
    student.train(w, lambda w: w, 0.5, 3, lambda run: places.append(run.w))
    return w, places


@exercise("train", points=0.25)
@diagnose("make a new place at each step: run.w = run.w - ..., for -= changes the tensor itself")
def test_changes_no_tensor(student):
    "The caller's tensor stays as it was, and so do the places on the way."
    start = torch.randn(2, 3)
    w, places = student.run(kept, start)
    assert_close(w, start, rtol=0, atol=0)
    assert_close(places, [start / 2, start / 4, start / 8])
