"""Time the reference sampler against diffusers' pipeline, with one UNet, in one run.

First both walk with the same noise, and every state is compared. Then they are timed in turn, so
that whatever else this machine does hits both alike: processor time on one thread, of all the walk
with the shipped network, and of the walk with a network that answers at once, which is what the
samplers themselves take. Needs diffusers: `pip install diffusers`, or the extra `dev`.

    python benchmarks/ddpm_sampling.py
"""

import json
import os
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import torch
from torch import Tensor, nn

from student_lib import data
from student_lib.ddpm import SmallUNet, alpha_bars, ddpm_sample, ddpm_step, linear_betas

ROOT = Path(__file__).resolve().parent.parent
STEPS, LO, HI = 200, 5e-4, 0.1
SHAPE = (1, 28, 28)


class Unet(nn.Module):
    """A network behind the face that a pipeline asks for."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net, self.config = net, SimpleNamespace(in_channels=1, sample_size=28)
        self.p = nn.Parameter(torch.zeros(()))

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.p.device

    @property
    def dtype(self) -> torch.dtype:
        """In which precision it computes."""
        return self.p.dtype

    def forward(self, x: Tensor, t: Tensor, **kwargs: Any) -> SimpleNamespace:
        """Name the noise; a pipeline gives one moment for all pictures."""
        return SimpleNamespace(sample=self.net(x, t.expand(len(x))))


class Still(nn.Module):
    """A network that answers at once: what is left is the sampler."""

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        """Answer with the picture."""
        return x


def shipped() -> nn.Module:
    """The network of the bundle."""
    net = SmallUNet().eval().requires_grad_(False)
    net.load_state_dict(data.ddpm_fashion()[0])
    return net


def scheduler() -> Any:
    """The same plan in diffusers."""
    from diffusers import DDPMScheduler

    return DDPMScheduler(num_train_timesteps=STEPS, beta_start=LO, beta_end=HI)


@torch.no_grad()
def widest_gap(net: nn.Module) -> float:
    """Walk with the same noise by both; the largest difference of any pixel in any step."""
    theirs, abar = scheduler(), alpha_bars(linear_betas(STEPS, LO, HI))
    x, gap = torch.randn(4, *SHAPE), 0.0
    for t in reversed(range(STEPS)):
        eps = net(x, torch.full((4,), t))
        z = torch.randn(x.shape, generator=torch.Generator().manual_seed(t))
        ours = ddpm_step(x, t, eps, z, abar)
        x = theirs.step(eps, t, x, generator=torch.Generator().manual_seed(t)).prev_sample
        gap = max(gap, (ours - x).abs().max().item())
    return gap


def ways(net: nn.Module, bs: int) -> dict[str, Callable[[], object]]:
    """One walk each: noise is drawn, pictures come out."""
    from diffusers import DDPMPipeline

    abar, pipe = alpha_bars(linear_betas(STEPS, LO, HI)), DDPMPipeline(Unet(net), scheduler())
    pipe.set_progress_bar_config(disable=True)

    def ours() -> Tensor:
        x, noise = torch.randn(bs, *SHAPE), torch.randn(STEPS, bs, *SHAPE)
        return (ddpm_sample(net, x, noise, abar)[-1] / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1)

    def theirs() -> object:
        return pipe(batch_size=bs, num_inference_steps=STEPS, output_type="np").images

    return {"ddpm_sample": ours, "DDPMPipeline": theirs}


def measure(name: str, net: nn.Module, bs: int, rounds: int) -> dict[str, Any]:
    """Milliseconds of a walk for each way, in turn, and the median of the rounds' ratios."""
    runs, times = ways(net, bs), {"ddpm_sample": [], "DDPMPipeline": []}
    for i in range(rounds + 1):
        for way, run in runs.items():
            start = time.process_time()
            run()
            if i:  # the first round warms up
                times[way].append(1000 * (time.process_time() - start))
    ratios = [b / a for a, b in zip(times["ddpm_sample"], times["DDPMPipeline"], strict=True)]
    return {
        "network": name,
        "bs": bs,
        "steps": STEPS,
        "rounds": rounds,
        "median_ms": {way: round(statistics.median(ts), 1) for way, ts in times.items()},
        "quickest_ms": {way: round(min(ts), 1) for way, ts in times.items()},
        "ratio_diffusers_to_ours": round(statistics.median(ratios), 3),
    }


@click.command(help=__doc__)
@click.option("--rounds", default=7, help="Measurements of each way with the shipped network.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the JSON.")
def main(rounds: int, out: Path | None) -> None:
    """Compare, measure, write."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(42)
    net = shipped()
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "load": os.getloadavg()[0],
        "versions": {name: version(name) for name in ("torch", "diffusers")},
        "largest_difference_of_any_step": widest_gap(net),
        "cases": [
            measure("shipped UNet", net, 4, rounds),
            measure("none: the samplers alone", Still(), 4, 4 * rounds),
        ],
    }
    out = out or ROOT / "benchmarks" / "results" / f"ddpm_sampling-{result['date']}.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    click.echo(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
