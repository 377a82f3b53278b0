"""The second device that only tests have: it refuses what a GPU refuses, and counts as the CPU."""

from copy import deepcopy

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from elsewhere import elsewhere
from torch import nn

DIFFERENT = "Expected all tensors to be on the same device"


@pytest.fixture(autouse=True)
def rules():
    with elsewhere() as rules:
        yield rules


def there(*shape):
    return torch.rand(shape, device="cuda")


def ints(*values, device="cpu"):
    return torch.tensor(values, device=device)


REFUSED = {
    "sum": lambda: there(3) + torch.rand(3),
    "in place": lambda: there(3).add_(torch.rand(3)),
    "a number there, in place here": lambda: torch.rand(()).add_(there()),
    "a number there, a vector here": lambda: there() * torch.rand(3),
    "product": lambda: there(2, 3) @ torch.rand(3, 2),
    "einsum": lambda: torch.einsum("ij,j->i", there(2, 3), torch.rand(3)),
    "cat": lambda: torch.cat([there(3), torch.rand(3)]),
    "stack of single numbers": lambda: torch.stack([there(), torch.rand(())]),
    "where": lambda: torch.where(torch.ones(3) > 0, there(3), there(3)),
    "equal": lambda: torch.equal(there(3), torch.rand(3)),
    "searchsorted": lambda: torch.searchsorted(there(3), torch.rand(())),
    "index there, table here": lambda: torch.rand(3)[ints(0, device="cuda")],
    "mask there, table here": lambda: torch.rand(3)[there(3) > 0],
    "scatter": lambda: there(3).scatter_add(0, ints(0), there(1)),
    "picked items from the other device": lambda: there(3).__setitem__([0, 1], torch.rand(2)),
    "layer": lambda: nn.Linear(3, 2)(there(1, 3)),
    "input": lambda: nn.Linear(3, 2, device="cuda")(torch.rand(1, 3)),
    "loss": lambda: F.cross_entropy(there(2, 3), ints(0, 1)),
    "out": lambda: torch.add(there(3), 1, out=torch.empty(3)),
    "slope": lambda: setattr(there(3), "grad", torch.ones(3)),
    "start of a walk back": lambda: there(3).requires_grad_().mul(2).backward(torch.ones(3)),
    "ops": lambda: torch.ops.aten.add(there(3), torch.rand(3)),
}


@pytest.mark.parametrize("mix", REFUSED.values(), ids=REFUSED)
def test_mixed_devices_are_refused(mix):
    with pytest.raises(RuntimeError, match=DIFFERENT):
        mix()


ALLOWED = {
    "single number": lambda x, at: x + torch.tensor(2.0),
    "single number, left": lambda x, at: torch.tensor(2.0) - x,
    "power": lambda x, at: 2**x,
    "floor": lambda x, at: x // torch.tensor(2.0),
    "choice": lambda x, at: torch.where(x > 1, x, torch.tensor(0.0)),
    "index here": lambda x, at: x[ints(2, 0)],
    "indices of both": lambda x, at: x[None][ints(0, 0), ints(2, 0, device=at)],
    "mask here": lambda x, at: x[torch.arange(len(x)) > 1],
    "loop": lambda x, at: torch.stack([row * 2 for row in x]),
    "made alike": lambda x, at: torch.ones_like(x) + x.new_zeros(3) + torch.arange(3, device=at),
    "type": lambda x, at: x.double().to(torch.float16),
    "type of another": lambda x, at: torch.ones(3, dtype=torch.float64).type_as(x) + x,
    "device of another": lambda x, at: torch.ones(3).to(x) + x,
    "to a keyword": lambda x, at: torch.ones(3).to(device=at, dtype=torch.float32) + x,
    "number of a device": lambda x, at: torch.ones(3).to(0 if at == "cuda" else at) + x,
    "from NumPy": lambda x, at: torch.as_tensor(np.ones(3), device=at) + x,
    "copy": lambda x, at: torch.empty_like(x).copy_(torch.ones(3)),
    "filled view": lambda x, at: set_(x.clone(), slice(0, 2), torch.ones(2)),
    "filled items": lambda x, at: set_(x.clone(), [0, 1], torch.tensor(5.0)),
    "shape of another": lambda x, at: x.expand_as(torch.ones(2, 3)),
    "parameter": lambda x, at: nn.Parameter(x) * x,
    "sorted": lambda x, at: x.sort(descending=True).indices,
    "unbound": lambda x, at: x.view(3, 1).unbind()[1] + x[0],
    "deep copy": lambda x, at: deepcopy(nn.Parameter(x)) + x,
    "deep copy of a module": lambda x, at: deepcopy(nn.BatchNorm1d(3).to(at)).running_mean + x,
    "data": lambda x, at: nn.Parameter(x).data + x,
    "split": lambda x, at: torch.cat([part.neg() for part in x.split(2)]),
    "default device": lambda x, at: under(at, lambda: torch.ones(3) + x),
}


def set_(x, index, value):
    x[index] = value
    return x


def under(device, f):
    with torch.device(device):
        return f()


@pytest.mark.parametrize("f", ALLOWED.values(), ids=ALLOWED)
def test_right_code_passes_with_the_numbers_of_the_cpu(f):
    x = torch.tensor([0.5, 1.5, 2.5])
    found = f(x.to("cuda"), "cuda")
    assert found.device == torch.device("cuda", 0)
    assert torch.equal(found.cpu(), f(x, "cpu"))


def test_a_move_is_a_copy_and_staying_is_none():
    x = torch.zeros(3)
    y = x.cuda()
    y += 1
    z = y.to("cpu")
    z += 1
    assert [x.tolist(), y.tolist(), z.tolist()] == [[0] * 3, [1] * 3, [2] * 3]
    assert [t.is_cuda for t in (x, y, z)] == [False, True, False]
    assert y.to("cuda:0") is y
    assert z.cpu() is z


def test_other_devices_are_as_before():
    found = [t.to("meta") for t in (there(3), torch.rand(3))] + [torch.rand(3, device="meta")]
    assert [t.device.type for t in found] == ["meta"] * 3
    assert nn.Linear(3, 2, device="cuda").to("meta").weight.is_meta


def test_only_single_numbers_leave_the_device_without_a_word():
    x = there(3)
    assert torch.tensor([x[0], x[1]]).is_cpu
    assert torch.full((2,), x[0]).is_cpu
    assert torch.zeros_like(x, device="cpu").is_cpu
    assert [float(x[0]), x[1].item(), x[2].tolist()] == x.cpu().tolist()
    for leave in (np.asarray, torch.Tensor.numpy):
        with pytest.raises(TypeError, match="numpy"):
            leave(x)


DRAWN = {
    "rand": lambda at, g: torch.rand(3, device=at, generator=g),
    "randperm": lambda at, g: torch.randperm(9, device=at, generator=g),
    "normal_": lambda at, g: torch.empty(3, device=at).normal_(generator=g),
    "multinomial": lambda at, g: torch.ones(9, device=at).multinomial(4, generator=g),
}


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(("device", "other"), [("cpu", "cuda"), ("cuda", "cpu")])
def test_a_generator_draws_on_its_own_device_only(draw, device, other):
    numbers = draw(device, torch.Generator(device).manual_seed(1))
    assert torch.equal(numbers.cpu(), draw("cpu", torch.Generator().manual_seed(1)))
    with pytest.raises(RuntimeError, match="generator"):
        draw(device, torch.Generator(other))


def network():
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.LazyLinear(3)
    )


OPTIMIZERS = {
    "SGD": lambda ps: torch.optim.SGD(ps, lr=0.1, momentum=0.9),
    "AdamW": torch.optim.AdamW,
    "plain AdamW": lambda ps: torch.optim.AdamW(ps, foreach=False),
}


@pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_a_network_trains_there_as_here(make):
    x, y = torch.rand(5, 1, 6, 6), torch.arange(5) % 3
    weights = {}
    for device in ("cpu", "cuda"):
        model = network()
        model(x)
        kept = list(model.parameters())
        model.to(device)
        opt = make(model.parameters())
        for _ in range(3):
            F.cross_entropy(model(x.to(device)), y.to(device)).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            assert {p.grad.device.type for p in model.parameters()} == {device}
            opt.step()
            opt.zero_grad()
        assert all(p is q for p, q in zip(kept, model.parameters(), strict=True))
        assert {t.device.type for t in model.state_dict().values()} == {device}
        weights[device] = [t.cpu() for t in model.state_dict().values()]
    torch.testing.assert_close(weights["cuda"], weights["cpu"])


def test_slopes_walk_back_from_one_device_to_the_other():
    w = torch.ones(3, requires_grad=True)
    x = torch.full((3,), 2.0, device="cuda", requires_grad=True)
    (w.cuda() * x).sum().cpu().backward()
    assert (w.grad.is_cuda, x.grad.is_cuda) == (False, True)
    assert (w.grad.tolist(), x.grad.tolist()) == ([2] * 3, [1] * 3)


def test_an_optimizer_keeps_its_memory_where_the_weights_were():
    model = nn.Linear(3, 2)
    opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.rand(1, 3)).sum().backward()
    opt.step()
    model.cuda()
    model(there(1, 3)).sum().backward()
    with pytest.raises(RuntimeError, match=DIFFERENT):
        opt.step()


def test_a_file_remembers_the_device(tmp_path):
    torch.save({"there": there(3), "here": torch.rand(3)}, tmp_path / "x.pt")
    found = torch.load(tmp_path / "x.pt")
    assert (found["there"].is_cuda, found["here"].is_cuda) == (True, False)
    assert torch.load(tmp_path / "x.pt", map_location="cpu")["there"].is_cpu
    assert all(x.is_cuda for x in torch.load(tmp_path / "x.pt", map_location="cuda").values())


def test_half_precision_there_is_a_matter_of_that_device_alone():
    x = there(2, 2)
    with torch.autocast("cuda", torch.bfloat16):
        assert (x @ x).dtype == torch.bfloat16
    with torch.autocast("cpu", torch.bfloat16):
        assert (x @ x).dtype == torch.float32


def test_a_function_that_forgets_the_device_is_caught():
    def weighted(x):
        return (x * torch.arange(len(x))).sum()

    def forgetful(x):
        best = torch.zeros(len(x))
        for i, row in enumerate(x):
            best[i] = row.max()
        return best

    assert weighted(torch.ones(3)) == 3
    with pytest.raises(RuntimeError, match=DIFFERENT):
        weighted(there(3))
    assert not forgetful(there(3, 2)).is_cuda, "torch copies from one device to the other here"


def test_nothing_of_the_second_device_stays_behind(rules):
    tensor = there(3)
    rules.__exit__(None, None, None)
    try:
        assert tensor.is_cpu
    finally:
        rules.__enter__()
