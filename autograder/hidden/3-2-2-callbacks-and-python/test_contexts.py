"""Hidden tests of `temporarily` and `listening`: what holds in the block, and what is left."""

import torch

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def for_a_while(student, before, values, within, error):
    """A block with these values, in which others are set; the box inside and behind it."""
    from types import SimpleNamespace

    box, inside, out = SimpleNamespace(**before), None, ""
    try:
        with student.temporarily(box, **values) as given:
            same = given is box
            inside = dict(vars(box))
            for name, value in within.items():
                setattr(box, name, value)
            if error:
                raise {"key": KeyError, "ctrl-c": KeyboardInterrupt}[error]
    except BaseException as caught:
        out = type(caught).__name__
    return inside, dict(vars(box)), same, out


BEFORE = {"lr": 0.5, "step": 3}


@exercise("contexts", points=0.25)
@diagnose("setattr for each of the values, then yield obj")
def test_holds_in_the_block(student):
    "temporarily: within the block the values hold, and `as` gives the object."
    for values in ({"lr": 2.0}, {"lr": 2.0, "mood": "calm"}, {"step": 5, "lr": 7.0}, {}):
        inside, _, same, _ = student.run(for_a_while, BEFORE, values, {}, "")
        assert (inside, same) == ({**BEFORE, **values}, True)


@exercise("contexts", points=0.5)
@diagnose("behind the block each named attribute is what it was, also if the block has changed it")
def test_puts_back(student):
    "temporarily: behind the block what was named is as before, whatever the block did to it."
    for values, within in (
        ({"lr": 2.0}, {}),
        ({"lr": 2.0}, {"lr": 9.0}),
        ({"step": 1, "lr": 0}, {}),
    ):
        assert student.run(for_a_while, BEFORE, values, within, "")[1] == BEFORE
    falsy = {"a": None, "b": 0, "c": False}
    assert student.run(for_a_while, falsy, {"a": 1, "b": 2, "c": 3}, {}, "")[1] == falsy


@exercise("contexts", points=0.25)
@diagnose("an attribute that was not there is removed: delattr")
def test_what_was_not_there_goes(student):
    "temporarily: what the object did not have is gone behind the block."
    got = student.run(for_a_while, BEFORE, {"mood": "calm", "lr": 1}, {"mood": "wild"}, "")
    assert got[1] == BEFORE


@exercise("contexts", points=0.25)
@diagnose("only what was named is put back: what else the block has changed stays")
def test_the_rest_stays(student):
    "temporarily: what else was changed in the block stays."
    got = student.run(for_a_while, BEFORE, {"lr": 2.0}, {"step": 4, "new": 1}, "")
    assert got[1] == {"lr": 0.5, "step": 4, "new": 1}


@exercise("contexts", points=0.5)
@diagnose("put back in `finally`, and swallow nothing")
def test_puts_back_behind_errors(student):
    "temporarily: puts back behind an error and Ctrl-C too, and lets them out."
    for error, name in (("key", "KeyError"), ("ctrl-c", "KeyboardInterrupt")):
        got = student.run(for_a_while, BEFORE, {"lr": 2.0, "mood": 1}, {}, error)
        assert (got[1], got[3]) == (BEFORE, name)


@probe
def refused(student, names):
    """Set several things, of which `lid` refuses; the box afterwards, and the error."""
    from types import SimpleNamespace

    class Box(SimpleNamespace):
        @property
        def lid(self):
            return "nailed"

    box, ran = Box(lr=0.5), False
    try:
        with student.temporarily(box, **dict.fromkeys(names, 1)):
            ran = True
    except Exception as error:
        return dict(vars(box)), type(error).__name__, ran
    return dict(vars(box)), "", ran


@exercise("contexts", points=0.25)
@diagnose("set the values within `try`: where the second one fails, the first one is put back")
def test_a_value_that_cannot_be_set(student):
    "temporarily: where setting one of them fails, the others are put back."
    for names in (["lr", "lid"], ["lr", "mood", "lid"], ["lid", "lr", "mood"]):
        assert list(student.run(refused, names)) == [{"lr": 0.5}, "AttributeError", False]


@probe
def nested(student):
    """Blocks in one another, on a class that has the attribute itself."""

    class Net:
        training = True

    net, seen = Net(), []
    with student.temporarily(net, training=False):
        with student.temporarily(net, training="test", k=1):
            seen.append(net.training)
        seen.append(net.training)
    return seen, net.training


@exercise("contexts", points=0.25)
@diagnose("keep what was before in the function itself, so that blocks can stand in blocks")
def test_blocks_in_blocks(student):
    "temporarily: blocks may stand in one another."
    assert list(student.run(nested)) == [["test", False], True]


@probe
def listened(student, x, passes, answer, error, tell):
    """Listen to a net with a hook of its own; what was heard, the outputs, the hooks left."""
    import torch
    from torch import nn

    shared = nn.Tanh()
    net = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.ReLU(), shared), nn.Sequential(shared))
    with torch.no_grad():
        net[0].weight.copy_(torch.arange(6.0).view(2, 3) / 5)
        net[0].bias.fill_(0.25)
    own = []
    net[0].register_forward_hook(lambda layer, inputs, output: own.append(1))
    net[1].register_forward_hook(lambda layer, inputs, output: own.append(2))
    layers = list(net.modules())
    before, heard, out = [len(m._forward_hooks) for m in layers], [], ""

    def callback(name, output):
        heard.append([name, output.detach().clone()])
        if error == "callback":
            raise LookupError
        return output * 0 if answer else None

    silence, outputs = net(x).detach(), []
    try:
        with student.listening(net, callback) as given:
            same = given is net
            for _ in range(passes):
                outputs.append(net(x).detach())
            if error == "block":
                raise KeyError
    except Exception as caught:
        out = type(caught).__name__
    inside = len(heard)
    net(x)
    after = [len(m._forward_hooks) for m in layers]
    picked = {
        "names": [name for name, _ in heard], "heard": [o for _, o in heard],
        "outputs": [silence, *outputs], "left": [before == after, len(heard) == inside, out],
        "same": same, "own": len(own),
    }  # fmt: skip
    return picked[tell]


NAMES = ["0", "1.0", "1.1", "1.1"]  # the layer that stands twice has one name


@exercise("contexts", points=0.5)
@diagnose("each layer without layers inside, under its own name: fix the name while the loop runs")
def test_hears_each_layer_by_its_name(student):
    "listening: hears each layer without layers inside, by its name, at every pass."
    x = torch.randn(5, 3)
    for passes in (1, 3, 0):
        assert student.run(listened, x, passes, False, "", "names") == NAMES * passes
    assert student.run(listened, x, 1, False, "", "same")


@exercise("contexts", points=0.25)
@diagnose("hand the layer's output to the callback, behind its name")
def test_hears_the_outputs(student):
    "listening: hears what each layer gave."
    x = torch.randn(2, 3)
    heard = student.run(listened, x, 1, False, "", "heard")
    _, last = student.run(listened, x, 1, False, "", "outputs")
    assert_close(heard[1], heard[0].relu())
    assert_close(heard[2], heard[1].tanh())
    assert_close(heard[3], last)


@exercise("contexts", points=0.25)
@diagnose("a hook that returns something replaces the output: call, and return nothing")
def test_listens_only(student):
    "listening: what the callback returns changes nothing."
    silence, loud = student.run(listened, torch.randn(2, 3), 1, True, "", "outputs")
    assert_close(loud, silence, rtol=0, atol=0)


@exercise("contexts", points=0.5)
@diagnose("remove every handle in `finally`, your own and no others; let errors out")
def test_leaves_no_hooks(student):
    "listening: its hooks are gone behind the block, behind an error too; others stay."
    for error, out in (("", ""), ("block", "KeyError"), ("callback", "LookupError")):
        left = student.run(listened, torch.randn(2, 3), 2, False, error, "left")
        assert list(left) == [True, True, out]


@probe
def leaf(student, x):
    """Listen to a layer that stands alone."""
    from torch import nn

    names = []
    with student.listening(nn.Linear(3, 2), lambda name, output: names.append(name)) as net:
        net(x)
    return names


@exercise("contexts", points=0.25)
@diagnose("a layer that stands alone is in net.named_modules() too, under the name ''")
def test_a_layer_alone(student):
    "listening: a layer that stands alone is heard."
    assert student.run(leaf, torch.randn(1, 3)) == [""]
