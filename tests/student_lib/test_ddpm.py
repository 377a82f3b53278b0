"""The shipped network, the script that trains it, and diffusers' numbers step by step."""

import hashlib
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from student_lib import bundled, data
from student_lib.ddpm import (
    DDPMCB,
    SmallUNet,
    alpha_bars,
    cosine_betas,
    ddpm_sample,
    ddpm_step,
    linear_betas,
    noisify,
    posterior,
)
from student_lib.learner import Learner, MetricsCB, TrainCB

N = 50
PLANS = {"linear": linear_betas(N, 5e-4, 0.1), "squaredcos_cap_v2": cosine_betas(N)}


@pytest.fixture(scope="module")
def diffusers() -> ModuleType:
    """Its scheduler alone, and only where a test needs it: the import takes three seconds."""
    from diffusers.schedulers import scheduling_ddpm

    return scheduling_ddpm


def scheduler(diffusers, plan):
    args = {"beta_start": 5e-4, "beta_end": 0.1} if plan == "linear" else {}
    return diffusers.DDPMScheduler(num_train_timesteps=N, beta_schedule=plan, **args)


@pytest.mark.parametrize("plan", PLANS)
def test_the_schedules_are_those_of_diffusers(diffusers, plan):
    theirs = scheduler(diffusers, plan)
    # cosines in float32 where diffusers has double
    torch.testing.assert_close(PLANS[plan], theirs.betas, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(alpha_bars(PLANS[plan]), theirs.alphas_cumprod, rtol=1e-3, atol=1e-6)


def test_noisify_is_add_noise(diffusers):
    theirs = scheduler(diffusers, "linear")
    x0, eps, t = torch.randn(5, 1, 4, 4), torch.randn(5, 1, 4, 4), torch.tensor([0, 7, 21, 48, 49])
    ours = noisify(x0, t, eps, theirs.alphas_cumprod)
    torch.testing.assert_close(ours, theirs.add_noise(x0, eps, t))


@pytest.mark.parametrize("plan", PLANS)
def test_every_step_is_that_of_diffusers(diffusers, plan):
    theirs = scheduler(diffusers, plan)
    x = torch.randn(3, 1, 4, 4)
    for t in reversed(range(N)):
        eps = torch.randn_like(x)
        # the fresh noise is drawn by the same generator, twice
        z = torch.randn(x.shape, generator=torch.Generator().manual_seed(t))
        ours = ddpm_step(x, t, eps, z, theirs.alphas_cumprod)
        x = theirs.step(eps, t, x, generator=torch.Generator().manual_seed(t)).prev_sample
        # diffusers keeps the variance above 1e-20, and orders the same float32 operations otherwise
        torch.testing.assert_close(ours, x, rtol=1e-4, atol=1e-5)


def test_the_last_step_is_certain():
    assert [c[0].item() for c in posterior(alpha_bars(linear_betas(N)))] == [1, 0, 0]


def test_the_shipped_file_is_small_and_that_of_the_manifest():
    (entry,) = [e for e in bundled.manifest() if e.file == "ddpm_fashion.safetensors"]
    content = (bundled.FOLDER / entry.file).read_bytes()
    assert len(content) == entry.bytes <= 2_000_000
    assert hashlib.sha256(content).hexdigest() == entry.sha256


@pytest.fixture
def shipped() -> SmallUNet:
    net = SmallUNet().eval()
    net.load_state_dict(data.ddpm_fashion()[0])
    return net


def test_the_shipped_network_has_the_loss_that_the_lesson_tells(shipped):
    x, _ = data.fashion_mnist_tensors(300, split="test", flat=False, source="bundled")
    valid = DataLoader(TensorDataset(2 * x[:, None] - 1), 100)
    cbs = [TrainCB(n_inp=2), DDPMCB(alpha_bars(linear_betas(200, 5e-4, 0.1))), MetricsCB(n_inp=2)]
    learn = Learner(shipped, SimpleNamespace(train=valid, valid=valid), F.mse_loss, cbs=cbs)
    learn.fit(1, train=False)
    assert round(learn.history[0]["loss"], 2) == 0.04


def test_the_film_goes_from_noise_to_clothes():
    _, film = data.ddpm_fashion()
    assert film.shape == (9, 10, 1, 28, 28)
    assert film[-1].mean() < film[0].mean() - 0.3  # clothes are mostly white, noise is not


class Tiny(nn.Module):
    """A network of one weight, so that the script's training takes no time."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(()))

    def forward(self, x, t):
        return self.w * x


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "scripts"))
    import train_ddpm

    x = torch.randn(8, 1, 28, 28)
    batches = [(x, torch.zeros(8))]
    monkeypatch.setattr(train_ddpm, "SmallUNet", Tiny)
    monkeypatch.setattr(
        train_ddpm, "loaders", lambda source, bs: SimpleNamespace(train=batches, valid=batches)
    )
    monkeypatch.setattr(train_ddpm, "STEPS", 12)
    yield train_ddpm
    sys.modules.pop("train_ddpm")


def test_the_training_goes_on_where_it_stopped(script, tmp_path):
    from click.testing import CliRunner
    from safetensors.torch import load_file

    def run(name, *more):
        paths = ["--state", str(tmp_path / f"{name}.pt"), "--out", str(tmp_path / name)]
        return CliRunner().invoke(script.main, ["--epochs", "4", *paths, *more])

    assert run("whole").exit_code == 0
    stopped = run("parts", "--minutes", "0")
    assert stopped.exit_code == 1
    assert "call again to go on" in stopped.output
    assert run("parts").exit_code == 0
    whole, parts = load_file(tmp_path / "whole"), load_file(tmp_path / "parts")
    assert whole["film"].shape == (script.FRAMES, 10, 28, 28)
    assert torch.equal(whole["w"], parts["w"])
    assert whole["w"] != 0


def test_sampling_with_the_shipped_network_ends_within_range(shipped):
    abar = alpha_bars(linear_betas(8, 0.05, 0.9))
    states = ddpm_sample(shipped, torch.randn(2, 1, 28, 28), torch.randn(8, 2, 1, 28, 28), abar)
    assert len(states) == 9
    assert states[-1].abs().max() <= 1
