"""Hidden tests of `every`, `all_of` and `Recorder`: a function, another one, and an object."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def heard_by_every(student, k, steps, rounds):
    """Call every(k, …) with boxes at these steps, several times; the steps that went through."""
    from types import SimpleNamespace

    heard, boxes = [], []
    callback = student.every(k, lambda run: (heard.append(run.step), boxes.append(run)))
    early = len(heard)
    same = True
    for _ in range(rounds):
        for step in steps:
            run = SimpleNamespace(step=step)
            before = len(boxes)
            callback(run)
            same = same and all(box is run for box in boxes[before:])
    return heard, early, same


@exercise("callbacks", points=0.75)
@diagnose("pass on where k divides run.step; counting calls goes wrong in a second training")
def test_every_goes_by_the_step(student):
    "every: passes on at steps k, 2k, 3k, by run.step, in any number of trainings."
    for k, steps in ((3, range(1, 8)), (1, range(1, 4)), (5, [4, 5, 10, 12, 15]), (2, [1, 3])):
        heard, early, same = student.run(heard_by_every, k, list(steps), 2)
        assert heard == [step for step in steps if step % k == 0] * 2
        assert (early, same) == (0, True)


@probe
def heard_by_all(student, n):
    """Call all_of with n callbacks, twice; what was heard, and whether it was the same box."""
    from types import SimpleNamespace

    heard = []
    callback = student.all_of(
        *[lambda run, i=i: heard.append([i, run.step]) or True for i in range(n)]
    )
    early = len(heard)
    for step in (3, 5):
        callback(SimpleNamespace(step=step))
    return heard, early


@exercise("callbacks", points=0.5)
@diagnose("go through all callbacks at each call, in their order")
def test_all_of_calls_each_in_order(student):
    "all_of: calls each callback in order, at every call; none of them does nothing."
    for n in (3, 1, 0):
        heard, early = student.run(heard_by_all, n)
        assert heard == [[i, step] for step in (3, 5) for i in range(n)]
        assert early == 0


@probe
def stirred(student):
    """Let one callback change the box, and another one look at it."""
    from types import SimpleNamespace

    seen, run = [], SimpleNamespace(step=4, lr=1.0)
    look = student.every(2, lambda run: seen.append(run.lr))
    student.all_of(lambda run: setattr(run, "lr", 0.5), look)(run)
    return seen, run.lr


@exercise("callbacks", points=0.25)
@diagnose("hand on the box itself, no copy of it: callbacks steer by changing it")
def test_hands_on_the_box_itself(student):
    "every, all_of: hand on the box itself, so that callbacks can steer."
    assert_close(list(student.run(stirred)), [[0.5], 0.5])


@probe
def recorded(student, names, runs):
    """Give a recorder these boxes; its lists, and its length before and after."""
    from types import SimpleNamespace

    recorder = student.Recorder(*names)
    lengths, early = [len(recorder)], [list(recorder[name]) for name in names]
    for run in runs:
        recorder(SimpleNamespace(**run))
        lengths.append(len(recorder))
    return [list(recorder[name]) for name in names], lengths, early


RUNS = [{"w": 3.0, "lr": 0.5, "step": 1}, {"w": 2.0, "lr": 0.25, "step": 2}]


@exercise("callbacks", points=0.5)
@diagnose("note getattr(run, name) at each call; recorder[name] is the list of all notes")
def test_recorder_notes_what_is_named(student):
    "Recorder: notes what its names stand for at each call, and nothing before."
    for names in (["w"], ["lr", "w", "step"], []):
        notes, _, early = student.run(recorded, names, RUNS)
        assert notes == [[run[name] for run in RUNS] for name in names]
        assert early == [[] for _ in names]


@exercise("callbacks", points=0.25)
@diagnose("the length is the number of calls, whatever is noted: count them")
def test_recorder_has_a_length(student):
    "Recorder: its length is the number of calls, for any number of names."
    for names in (["w"], ["lr", "step"], []):
        assert student.run(recorded, names, RUNS)[1] == [0, 1, 2]


@probe
def recorded_in_place(student, w, path):
    """Note a tensor, or a list of tensors, and change it in place afterwards."""
    from types import SimpleNamespace

    recorder = student.Recorder("w")
    run = SimpleNamespace(w={"tensor": w, "nested": [w, {"b": w}]}[path])
    for _ in range(2):
        recorder(run)
        w += 1
    return list(recorder["w"])


@exercise("callbacks", points=0.5)
@diagnose("keep a copy: what is noted may be changed in place afterwards; copy.deepcopy")
def test_recorder_keeps_copies(student):
    "Recorder: what was noted does not change afterwards, however deep it lies."
    w = torch.randn(3)
    assert_close(student.run(recorded_in_place, w, "tensor"), [w, w + 1])
    for i, (first, second) in enumerate(student.run(recorded_in_place, w, "nested")):
        assert_close([first, second["b"]], [w + i, w + i])


@probe
def two_recorders(student):
    """Two recorders of the same name, one of which is called."""
    from types import SimpleNamespace

    one, other = student.Recorder("w"), student.Recorder("w")
    one(SimpleNamespace(w=1.0))
    third = student.Recorder("w")
    return len(other), len(other["w"]), len(third), len(third["w"])


@exercise("callbacks", points=0.25)
@diagnose("the notes belong to the object: make them in __init__, on self")
def test_recorders_share_nothing(student):
    "Recorder: two of them have nothing in common."
    assert list(student.run(two_recorders)) == [0, 0, 0, 0]
