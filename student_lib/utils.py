"""The few helpers that every lesson uses: seeds, devices, timing, pictures and sliders.

Import it as `from student_lib import utils`. Drawing functions import matplotlib when first called,
so that the import itself is cheap.
"""

import copy
import random
import statistics
import time
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
import torch

from student_lib.board import Board
from student_lib.matrices import heatmap, show_tensors
from student_lib.plots import bars, curves, style
from student_lib.sliders import sliders

__all__ = [
    "Board",
    "bars",
    "curves",
    "def_device",
    "heatmap",
    "set_seed",
    "show_tensors",
    "sliders",
    "style",
    "time_ms",
    "to_device",
]

T = TypeVar("T")


def set_seed(seed: int = 42) -> None:
    """Restart the random numbers of Python, NumPy and torch (every device) from `seed`.

    Example: set_seed(42); torch.rand(1) -> tensor([0.8823]), the same each time
    """
    random.seed(seed)
    np.random.seed(seed % 2**32)  # NumPy takes 32 bits; torch and Python take more
    torch.manual_seed(seed)


def _best_device() -> str:
    """Name the fastest kind of device here: "mps", "cuda" or "cpu", in that order."""
    if torch.backends.mps.is_available():
        return "mps"
    return "cuda" if torch.cuda.is_available() else "cpu"


def_device: str = _best_device()


def to_device(x: T, device: str | torch.device = def_device) -> T:
    """Move x to `device`: a tensor, a module, or lists, tuples and dicts of them, however nested.

    Containers come back as new containers of the same type, so x itself is untouched; what cannot
    be moved is passed on as it is.

    Example: to_device({"image": xb, "name": "coat"}, "cpu") -> {"image": xb on the cpu, "name":
    "coat"}
    """
    if isinstance(x, torch.Tensor | torch.nn.Module):
        return cast("T", x.to(device))
    if isinstance(x, dict):
        moved = copy.copy(x)  # keeps a defaultdict's factory and an OrderedDict's order
        moved.update({k: to_device(v, device) for k, v in x.items()})
        return cast("T", moved)
    if isinstance(x, list | tuple):
        items = [to_device(o, device) for o in x]
        if hasattr(x, "_fields"):  # a namedtuple takes its fields one by one
            return cast("T", type(x)(*items))
        return cast("T", type(x)(items))
    return x


def _synchronize() -> None:
    """Wait for the accelerator: its calls return before their work is done."""
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.synchronize()
    elif torch.backends.mps.is_available():
        torch.mps.synchronize()


def _seconds(f: Callable[[], object], calls: int = 1) -> float:
    _synchronize()
    start = time.perf_counter()
    for _ in range(calls):
        f()
    _synchronize()
    return (time.perf_counter() - start) / calls


def time_ms(f: Callable[..., object], *args: object, repeat: int = 5, **kwargs: object) -> float:
    """Time f(*args, **kwargs): the median over `repeat` measurements, in milliseconds a call.

    One call goes first to warm up (compilers, caches) and is not counted. A call faster than a
    millisecond is repeated within each measurement, so f should do no harm when it runs often.
    Waits for CUDA and MPS before it reads the clock.
    Raises ValueError when repeat < 1.

    Example: time_ms(torch.matmul, a, b) -> 0.012
    """
    if repeat < 1:
        raise ValueError(f"time_ms: repeat must be at least 1, got {repeat}")
    once = _seconds(lambda: f(*args, **kwargs))
    calls = max(1, min(100, int(1e-3 / max(once, 1e-9))))
    return 1e3 * statistics.median(
        _seconds(lambda: f(*args, **kwargs), calls) for _ in range(repeat)
    )
