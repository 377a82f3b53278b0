"""Train the small UNet of the lesson on DDPM that ships with the workbook.

    python scripts/train_ddpm.py --source debian   # the shipped file: all 60,000, 40 minutes
    python scripts/train_ddpm.py --minutes 5       # stop after 5 minutes; the same again goes on
    python scripts/train_ddpm.py --source bundled --epochs 80 --out mine.safetensors  # 12 minutes

Debian's package dataset-fashion-mnist holds the 60,000 pictures, and so does the hub. The script
writes half-precision weights (the running mean over the training) and a film of ten samples, drawn
once and not chosen. After a training of the bundled file, `python scripts/make_bundle.py`
enters it into the manifest. The last bits depend on the machine, so nobody remakes it for a check.
"""

import math
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from student_lib import data, utils
from student_lib.bundled import FOLDER
from student_lib.ddpm import DDPMCB, SmallUNet, alpha_bars, ddpm_sample, linear_betas
from student_lib.learner import (
    EMACB,
    Callback,
    DeviceCB,
    Learner,
    MetricsCB,
    TrainCB,
    get_state,
    set_lr,
    set_state,
)  # fmt: skip

STEPS, LO, HI = 200, 5e-4, 0.1  # a fifth of DDPM's thousand steps, each five times as long
FRAMES = 9


class WarmUpAndDown(Callback):
    """Raise the learning rate over the first twentieth of a training, then let it fall to 0."""

    def __init__(self, peak: float, n_epochs: int, done: int = 0) -> None:
        self.peak, self.n_epochs, self.done = peak, n_epochs, done

    def before_batch(self, learn: Any) -> None:
        """Set the rate by the share of the training that is done."""
        if learn.training:
            share = (self.done + learn.iter / len(learn.dl)) / self.n_epochs
            fall = 0.5 + 0.5 * math.cos(math.pi * min(1.0, share))
            set_lr(learn.opt, self.peak * min(1.0, 20 * share + 0.01) * fall)


def loaders(source: str, bs: int) -> Any:
    """Fashion-MNIST as (B, 1, 28, 28) in -1..1."""
    parts = []
    for split in ("train", "test"):
        x, y = data.fashion_mnist_tensors(split=split, flat=False, source=source)
        parts.append(TensorDataset(2 * x[:, None] - 1, y))
    return SimpleNamespace(
        train=DataLoader(parts[0], bs, shuffle=True, drop_last=True),
        valid=DataLoader(parts[1], 2 * bs),
    )


def save(learn: Any, done: int, path: Path) -> None:
    """Write all that the rest of the training depends on, whole or not at all."""
    torch.save({**get_state(learn), "opt": learn.opt.state_dict(), "done": done}, f"{path}.new")
    os.replace(f"{path}.new", path)


def load(learn: Any, path: Path) -> int:
    """Go back to what `save` wrote; return how many epochs were done."""
    state = torch.load(path, weights_only=True)
    learn.opt = learn.opt_func(learn.model.parameters(), lr=learn.lr)
    for cb in learn.cbs:
        if isinstance(cb, EMACB):
            cb.before_fit(learn)  # makes what is filled now
    set_state(learn, state)
    learn.opt.load_state_dict(state["opt"])
    return state["done"]


def film(model: Any, abar: Tensor, n: int = 10) -> Tensor:
    """Draw n pictures; uint8 (FRAMES, n, 28, 28), from noise to clothes."""
    shape = (n, 1, 28, 28)
    states = ddpm_sample(model, torch.randn(shape), torch.randn(len(abar), *shape), abar)
    chosen = torch.stack([states[i] for i in torch.linspace(0, len(abar), FRAMES).long()])
    return ((chosen[:, :, 0].clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)


def train(learn: Any, n_epochs: int, minutes: float, path: Path) -> bool:
    """Train until all epochs are done or the time is over; True when they are done."""
    end, done = time.monotonic() + 60 * minutes, load(learn, path) if path.exists() else 0
    rate = WarmUpAndDown(learn.lr, n_epochs, done)
    while done < n_epochs and time.monotonic() < end:
        measure = done % 10 == 9 or done + 1 == n_epochs
        learn.fit(1, cbs=[rate], valid=measure)
        rate.done = done = done + 1
        save(learn, done, path)
        if measure:
            losses = [f"{row['loss']:.4f}" for row in learn.history]
            click.echo(f"epoch {done}: loss {losses[0]}, of the running mean on test {losses[1]}")
    return done == n_epochs


@click.command(help=__doc__)
@click.option("--source", default="bundled", help="bundled, hub, debian or a folder.")
@click.option("--epochs", default=10)
@click.option("--minutes", default=1e6, help="Stop after so long; call again to go on.")
@click.option("--state", type=click.Path(path_type=Path), default=Path("ddpm_training.pt"))
@click.option("--out", type=click.Path(path_type=Path), default=FOLDER / "ddpm_fashion.safetensors")
def main(source: str, epochs: int, minutes: float, state: Path, out: Path) -> None:
    """Train, then write weights and film."""
    utils.set_seed(42)
    abar = alpha_bars(linear_betas(STEPS, LO, HI))
    mean = EMACB(0.995)
    cbs = [TrainCB(n_inp=2), DeviceCB(), DDPMCB(abar), MetricsCB(n_inp=2), mean]
    dls = loaders(source, bs=64)
    learn = Learner(SmallUNet(), dls, F.mse_loss, lr=2e-3, cbs=cbs, opt_func=torch.optim.AdamW)
    if not train(learn, epochs, minutes, state):
        raise click.ClickException(f"the time is over: {state} is kept, call again to go on")
    model = mean.model.cpu()
    tensors = {name: w.half().contiguous() for name, w in model.state_dict().items()}
    save_file({**tensors, "film": film(model, abar)}, out)
    click.echo(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
