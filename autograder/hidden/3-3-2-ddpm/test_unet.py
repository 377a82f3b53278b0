"""Hidden tests of `SmallUNet.forward`, against the same network written with functions."""

import torch
import torch.nn.functional as F

from autograder.testing import assert_close, diagnose, exercise, probe


@probe
def answers(student, ni, nfs, nt, calls, train, seed):
    """Make a network and call it with each (x, t); its weights and what it said."""
    import torch

    torch.manual_seed(seed)
    net = student.SmallUNet(ni, tuple(nfs), nt).train(train)
    with torch.no_grad():
        for p in net.parameters():
            p.add_(0.1 * torch.randn_like(p))  # biases and norms that matter
        said = [net(x, t) for x, t in calls]
    return {k: v.clone() for k, v in net.state_dict().items()}, said


def block(w, name, x, emb):
    """Two convolutions beside a shortcut, told the time."""

    def part(key):
        return w[f"{name}.{key}.weight"], w[f"{name}.{key}.bias"]

    h = F.conv2d(F.silu(F.group_norm(x, 8, *part("norm1"))), *part("conv1"), padding=1)
    h = h + F.linear(emb, *part("time"))[..., None, None]
    h = F.conv2d(F.silu(F.group_norm(h, 8, *part("norm2"))), *part("conv2"), padding=1)
    return h + (F.conv2d(x, *part("shortcut")) if f"{name}.shortcut.weight" in w else x)


def unet(w, nfs, nt, x, t):
    """The U, by a dict of bridges: level -> what was there before it shrank."""
    speeds = torch.tensor([10_000 ** (-i / (nt // 2)) for i in range(nt // 2)])
    angles = t[:, None].float() * speeds
    emb = torch.cat([angles.cos(), angles.sin()], dim=1)
    for i in (0, 2):
        emb = F.silu(F.linear(emb, w[f"clock.{i}.weight"], w[f"clock.{i}.bias"]))
    x, bridges, levels = F.conv2d(x, w["stem.weight"], w["stem.bias"], padding=1), {}, len(nfs) - 1
    for i in range(levels):
        bridges[i] = block(w, f"downs.{i}", x, emb)
        x = bridges[i].unflatten(3, (-1, 2)).unflatten(2, (-1, 2)).mean(dim=(3, 5))
    for i in range(2):
        x = block(w, f"mids.{i}", x, emb)
    for i in range(levels):
        x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
        x = block(w, f"ups.{i}", torch.cat([x, bridges[levels - 1 - i]], dim=1), emb)
    x = F.silu(F.group_norm(x, 8, w["head.0.weight"], w["head.0.bias"]))
    return F.conv2d(x, w["head.2.weight"], w["head.2.bias"], padding=1)


def same(student, ni, nfs, nt, shapes, train=False):
    """Compare calls of these shapes (B, h, w), one behind the other."""
    calls = [(torch.randn(b, ni, h, w), torch.randint(200, (b,))) for b, h, w in shapes]
    weights, said = student.run(answers, ni, nfs, nt, calls, train, 1)
    for (x, t), y in zip(calls, said, strict=True):
        # some twenty layers in float32
        assert_close(y, unet(weights, nfs, nt, x, t), rtol=1e-3, atol=1e-4)


@exercise("unet", points=1.5)
@diagnose("clock, stem, downs with bridges and shrinking, mids, ups with their bridges, head")
def test_leads_the_picture_through(student):
    "Leads the picture through all layers, with the bridges where they belong."
    same(student, 1, (8, 16, 24), 16, [(3, 12, 12)])


@exercise("unet", points=0.75)
@diagnose("no number of levels in the code: go through self.downs, self.mids and self.ups")
def test_any_number_of_levels(student):
    "Works for two to four levels, whatever their widths."
    for nfs, size in (((8, 24), 6), ((16, 8, 8, 16), 16)):
        same(student, 1, nfs, 8, [(2, size, size)])


@exercise("unet", points=0.5)
@diagnose("colours, one picture, and pictures that are not square")
def test_other_pictures(student):
    "Works for colours, a single picture, and any size that can be halved."
    same(student, 3, (8, 16, 8), 8, [(1, 4, 8), (1, 12, 4)], train=True)


@exercise("unet", points=0.75)
@diagnose("the bridges belong to one call: make the list anew in forward")
def test_calls_do_not_meet(student):
    "A second call finds nothing of the first."
    same(student, 1, (8, 16, 16), 8, [(2, 8, 8), (3, 4, 4), (2, 8, 8)])


@probe
def without_slope(student):
    """Names of the parameters that no slope reaches."""
    import torch

    net = student.SmallUNet(1, (8, 16, 24), 8)
    net(torch.randn(2, 1, 8, 8), torch.tensor([3, 150])).pow(2).sum().backward()
    return [n for n, p in net.named_parameters() if p.grad is None or not p.grad.any()]


@exercise("unet", points=0.5)
@diagnose("every layer takes part, and nothing is detached")
def test_slopes_reach_everything(student):
    "A slope reaches every weight."
    assert student.run(without_slope) == []
