"""Time `Learner.fit` against a loop typed by hand, and against Lightning and fastai, in one run.

The same model, data, loss and optimizer everywhere. Counted is processor time, on one thread, and
what one more epoch costs: a fit of several epochs less a fit of one, so that no way pays for its
start. Round robin, so that whatever else this machine does hits all alike. Lightning and fastai
live in an environment of their own, made by the script: `python benchmarks/learner_overhead.py`.
A peer that cannot be installed, or does not train, is written down as missing, with the reason.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import torch
import torch.nn.functional as F
from torch import nn

from student_lib.learner import Accuracy, DeviceCB, Learner, MetricsCB, TrainCB

ROOT = Path(__file__).resolve().parent.parent
N = 2048  # samples
MORE = 3  # epochs in the longer fit beyond the first
PEERS = {
    "lightning": ["lightning"],
    # fastai without what its Learner never imports: torchvision has no CPU build for every torch
    "fastai": [
        "fastcore>=2.2.22", "fasttransform", "fastdownload", "fastprogress", "plum-dispatch<2.10",
        "cloudpickle", "requests", "pandas",
    ],
}  # fmt: skip

Fit = Callable[[int], object]  # of so many epochs


def mlp() -> nn.Module:
    """The smallest network of the course: what a loop costs beside it is easily seen."""
    return nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))


def cnn() -> nn.Module:
    """A small convolutional network."""
    layers: list[nn.Module] = [nn.Unflatten(1, (1, 28, 28))]
    for a, b in ((1, 8), (8, 16), (16, 32), (32, 64)):
        layers += [nn.Conv2d(a, b, 3, stride=2, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(256, 10))


MODELS = {"mlp": mlp, "cnn": cnn}


class Batches:
    """Batches that lie in memory, so that nothing but the loop is measured."""

    device = torch.device("cpu")  # fastai asks a loader for these three
    bs = None

    def __init__(self, bs: int) -> None:
        generator = torch.Generator().manual_seed(42)
        x = torch.rand(N, 784, generator=generator)
        y = torch.randint(10, (N,), generator=generator)
        self.items = list(zip(x.split(bs), y.split(bs), strict=True))

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to(self, device: object) -> Batches:
        """Stay here."""
        return self


def by_hand(model: nn.Module, data: Batches) -> Fit:
    """Six lines."""
    opt = torch.optim.SGD(model.parameters(), lr=0.01)

    def fit(n_epochs: int) -> None:
        for _ in range(n_epochs):
            model.train()
            for xb, yb in data:
                loss = F.cross_entropy(model(xb), yb)
                loss.backward()
                opt.step()
                opt.zero_grad()

    return fit


def by_hand_with_metrics(model: nn.Module, data: Batches) -> Fit:
    """The same, with loss and accuracy over the epoch, as the metrics of the Learner count them."""
    opt = torch.optim.SGD(model.parameters(), lr=0.01)

    def one_epoch() -> tuple[float, float]:
        model.train()
        total, right, n = torch.zeros(()), torch.zeros(()), 0
        for xb, yb in data:
            preds = model(xb)
            loss = F.cross_entropy(preds, yb)
            total = total + loss.detach() * len(yb)
            right = right + (preds.argmax(dim=-1) == yb).float().mean() * len(yb)
            n += len(yb)
            loss.backward()
            opt.step()
            opt.zero_grad()
        return float(total / n), float(right / n)

    return lambda n_epochs: [one_epoch() for _ in range(n_epochs)]


def by_learner(model: nn.Module, data: Batches, *more: Any) -> Fit:
    """Our Learner with TrainCB, and any more callbacks."""
    dls = SimpleNamespace(train=data, valid=[])
    learn = Learner(model, dls, F.cross_entropy, lr=0.01, cbs=[TrainCB(), *more])
    return lambda n_epochs: learn.fit(n_epochs, valid=False)


def by_learner_with_metrics(model: nn.Module, data: Batches) -> Fit:
    """The Learner with three callbacks."""
    return by_learner(model, data, DeviceCB("cpu"), MetricsCB(accuracy=Accuracy()))


def by_lightning(model: nn.Module, data: Batches) -> Fit:
    """Lightning's Trainer, with everything switched off that can be."""
    import lightning

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def training_step(self, batch: Any, i: int) -> torch.Tensor:
            return F.cross_entropy(self.model(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.SGD(self.parameters(), lr=0.01)

    def fit(n_epochs: int) -> None:
        trainer = lightning.Trainer(accelerator="cpu", max_epochs=n_epochs, barebones=True)
        trainer.fit(Module(), data)

    return fit


def by_fastai(model: nn.Module, data: Batches) -> Fit:
    """fastai's Learner without its bar and its recorder."""
    from fastai.data.core import DataLoaders
    from fastai.learner import Learner as FastaiLearner
    from fastai.learner import Recorder
    from fastai.optimizer import OptimWrapper

    opt_func = partial(OptimWrapper, opt=torch.optim.SGD)
    dls = DataLoaders(data, Batches(N))
    learn = FastaiLearner(dls, model, F.cross_entropy, opt_func=opt_func, lr=0.01)
    learn.remove_cbs([cb for cb in learn.cbs if isinstance(cb, Recorder)])
    learn._do_epoch_validate = lambda *args: None  # the others do not validate either
    return learn.fit


WAYS: dict[str, Callable[[nn.Module, Batches], Fit]] = {
    "by hand": by_hand,
    "Learner, TrainCB": by_learner,
    "by hand with metrics": by_hand_with_metrics,
    "Learner, TrainCB, DeviceCB, MetricsCB": by_learner_with_metrics,
    "lightning": by_lightning,
    "fastai": by_fastai,
}


def measure(model: str, bs: int, rounds: int) -> dict[str, Any]:
    """Microseconds a batch for each way: quickest and median of `rounds` measurements."""
    data, fits, missing = Batches(bs), {}, {}
    for name, make in WAYS.items():
        torch.manual_seed(42)
        try:
            fits[name] = make(MODELS[model](), data)
            fits[name](1)
        except Exception as error:  # a peer that is not here, or has changed
            fits.pop(name, None)
            missing[name] = f"{type(error).__name__}: {error}"[:300]
    times: dict[str, list[float]] = {name: [] for name in fits}
    for _ in range(rounds):
        for name, fit in fits.items():
            more = seconds(fit, 1 + MORE) - seconds(fit, 1)
            times[name].append(more / MORE / len(data) * 1e6)
    return {"model": model, "bs": bs, "batches": len(data), **summary(times), "missing": missing}


def seconds(fit: Fit, n_epochs: int) -> float:
    """Processor time of one fit."""
    start = time.process_time()
    fit(n_epochs)
    return time.process_time() - start


def summary(times: dict[str, list[float]]) -> dict[str, Any]:
    """Quickest and median microseconds a batch, and the overhead in percent over a typed loop.

    The overhead is the median of the rounds' own ratios: both halves of a ratio ran side by side.
    """
    base = {"Learner, TrainCB, DeviceCB, MetricsCB": "by hand with metrics"}
    overhead = {
        name: 100 * (statistics.median(t / b for t, b in zip(ts, times[ref], strict=True)) - 1)
        for name, ts in times.items()
        if name != (ref := base.get(name, "by hand")) and not name.startswith("by hand")
    }
    return {
        "quickest_us": {name: round(min(ts), 1) for name, ts in times.items()},
        "median_us": {name: round(statistics.median(ts), 1) for name, ts in times.items()},
        "overhead_percent": {name: round(value, 2) for name, value in overhead.items()},
    }


def peers(folder: Path) -> tuple[Path, dict[str, str]]:
    """Make an environment with the peers over this one's packages; say what is missing, and why."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
        (packages / "course.pth").write_text(sysconfig.get_path("purelib") + "\n")
    missing = {}
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name, packages in PEERS.items():
        steps = [[*pip, *packages], [*pip, "--no-deps", name]]
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, timeout=1200)
            if done.returncode:
                missing[name] = done.stderr.strip()[-300:]
    return python, missing


@click.command(help=__doc__)
@click.option("--rounds", default=25, help="Measurements of each way.")
@click.option("--env", type=click.Path(path_type=Path), help="Folder of the peers' environment.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the JSON.")
@click.option("--inner", is_flag=True, hidden=True)
def main(rounds: int, env: Path | None, out: Path | None, inner: bool) -> None:
    """Make the environment, measure in it, write the results."""
    if inner:
        torch.set_num_threads(1)
        warnings.simplefilter("ignore")  # Lightning's advice about workers and devices
        cases = [measure(model, bs, rounds) for model in MODELS for bs in (32, 128)]
        click.echo(json.dumps(cases))
        return
    env = env or Path(tempfile.gettempdir()) / "workbook-peers"
    python, missing = peers(env)
    command = [python, __file__, "--inner", "--rounds", str(rounds)]
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=variables, check=True, capture_output=True, text=True)
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "load": os.getloadavg()[0],
        "versions": versions(python),
        "not_installed": missing,
        "cases": json.loads(done.stdout.splitlines()[-1]),
    }
    out = out or ROOT / "benchmarks" / "results" / f"learner_overhead-{result['date']}.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    click.echo(json.dumps(result["cases"], indent=1))


def versions(python: Path) -> dict[str, str]:
    """The versions of torch and of the peers in the environment."""
    code = (
        "import importlib.metadata as m, json, sys\n"
        "have = {d.metadata['Name'].lower(): d.version for d in m.distributions()}\n"
        "print(json.dumps({n: have.get(n, 'missing') for n in ('torch', 'lightning', 'fastai')}))"
    )
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
