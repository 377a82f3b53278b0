"""A second device for machines that have none: "cuda", with the numbers of the CPU.

Where a tensor lives is noted of its storage. To torch it stays on the CPU, so that autograd, views
and optimizers are torch's own: a CPU build's autograd ends the process when a tensor itself says
"cuda". What is added are the rules of devices, at each call of torch from Python; what torch does
inside of such a call, hooks of a backward pass among it, is not watched.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode
from torch.utils._device import _device_constructors
from torch.utils._pytree import tree_leaves

THERE, HERE = torch.device("cuda", 0), torch.device("cpu")
ANSWERS = {
    Tensor.device.__get__: THERE,
    Tensor.is_cuda.__get__: True,
    Tensor.is_cpu.__get__: False,
    Tensor.get_device: THERE.index,
}
MOVES = {Tensor.to, Tensor.cpu, Tensor.cuda, Tensor.type_as, torch.as_tensor, torch.asarray}
MAKERS = _device_constructors() - MOVES  # they only read the numbers of tensors
# what counts is where their first argument lives
MIXERS = {Tensor.copy_, Tensor.new_tensor, Tensor.data.__set__, Tensor.__deepcopy__}
MIXERS |= {Tensor.expand_as, Tensor.view_as, Tensor.reshape_as, torch.broadcast_tensors}
MIXERS |= {torch.result_type, torch._has_compatible_shallow_copy_type}
# torch does not mark these as pointwise
POINTWISE = {"and", "or", "xor", "mod", "lshift", "rshift", "floordiv", "floor_divide", "fill"}
autocast = torch.autocast


def pointwise(name: str) -> bool:
    """Tell whether a function takes single numbers from the CPU. Example: __rsub__ -> True"""
    plain = name.removeprefix("_foreach_").strip("_")
    names = {plain, plain.removeprefix("r")}
    found = [getattr(torch.ops.aten, n) for n in names if hasattr(torch.ops.aten, n)]
    tags = [getattr(op, overload).tags for op in found for overload in op.overloads()]
    return bool(names & POINTWISE) or any(torch.Tag.pointwise in some for some in tags)


def is_there(device: Any) -> bool:
    """Tell whether this names the second device; a whole number is that of an accelerator."""
    named = isinstance(device, str | torch.device) and torch.device(device).type == THERE.type
    return named or type(device) is int


def is_table(part: Any) -> bool:
    """Tell whether this part of an index picks single items, whereas others take a view."""
    return isinstance(part, list) or (isinstance(part, Tensor) and part.dim() > 0)


def storages(x: Any) -> set[StorageWeakRef]:
    """Name the storages of all tensors in x, also of lazy parameters, which would refuse."""
    with torch._C.DisableTorchFunctionSubclass():
        return {
            StorageWeakRef(t.untyped_storage()) for t in tree_leaves(x) if isinstance(t, Tensor)
        }


class Chance(torch.Generator):
    """Random numbers of either device: those of the CPU."""

    def __new__(cls, device: Any = HERE) -> "Chance":
        return super().__new__(cls)

    def __init__(self, device: Any = HERE) -> None:
        self.there = is_there(device)

    @property
    def device(self) -> torch.device:
        return THERE if self.there else HERE


class Rules(TorchFunctionMode):
    """Where tensors live. Example: x.to("cuda") in rules -> True"""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[StorageWeakRef] = set()  # it keeps their addresses from being used again

    def __contains__(self, x: Any) -> bool:
        return isinstance(x, Tensor) and storages(x) <= self.known

    def tag(self, storage: torch.UntypedStorage) -> str | None:
        """Say for torch.save where a storage lives; None if it is the CPU."""
        return str(THERE) if StorageWeakRef(storage) in self.known else None

    def restore(self, storage: torch.UntypedStorage, location: str) -> torch.UntypedStorage | None:
        """Put what torch.load read where it was saved; None if it was on the CPU."""
        if not is_there(location):
            return None
        self.known.add(StorageWeakRef(storage))
        return storage

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func in ANSWERS and args[0] in self:
            return ANSWERS[func]
        if func in (Tensor.numpy, Tensor.__array__) and args[0] in self:
            raise TypeError(f"can't convert {THERE} device type tensor to numpy, use Tensor.cpu()")
        if func in MOVES:
            return self.move(func, *args, **kwargs)
        if func is torch._C._nn._parse_to:
            return func(*args, **kwargs)
        if (device := kwargs.get("device")) is None:
            there = self.common(func, args, kwargs)
        elif there := is_there(device):
            kwargs["device"] = HERE
        generators = [x for x in tree_leaves((args, kwargs)) if isinstance(x, torch._C.Generator)]
        if any(is_there(generator.device) != there for generator in generators):
            raise RuntimeError(f"{func.__name__} got tensors of one device, a generator of another")
        old = storages((args, kwargs)) if there else set()  # before func can write into its inputs
        out = func(*args, **kwargs)
        if there:
            self.known |= storages(out) - old
        return out

    def common(self, func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
        """Tell whether the result lives on the second device; refuse tensors of two devices."""
        together = [x for x in self.operands(func, args, kwargs) if isinstance(x, Tensor)]
        here = [x for x in together if x not in self]
        if here and len(here) < len(together):
            name = func.__name__
            changed = name.endswith("_") and not name.endswith("__") and args[0] is here[0]
            if changed or any(x.dim() for x in here) or not pointwise(name):
                raise RuntimeError(
                    f"Expected all tensors to be on the same device: {name} got {HERE} and {THERE}"
                )
        return len(here) < len(together)

    def operands(self, func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        """List what must be on one device."""
        if func in MAKERS:
            return []
        if func in MIXERS:
            return args[:1]
        if func not in (Tensor.__getitem__, Tensor.__setitem__):
            return tree_leaves((args, kwargs))
        x, index, *value = args
        tables = list(filter(is_table, index if isinstance(index, tuple) else [index]))
        # tables of the CPU may be used everywhere, and a view is filled from anywhere
        return [x, *(t for t in tables if t in self), *(v for v in value if tables and is_table(v))]

    def move(self, func: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        """Copy x to the device that is asked for, or leave it where it lives."""
        if func is Tensor.cuda:
            return self.move(Tensor.to, x, THERE)
        there = func is not Tensor.cpu and x in self
        for place in (*args, *kwargs.values()):
            if isinstance(place, Tensor | str | torch.device) or type(place) is int:
                there = place in self if isinstance(place, Tensor) else is_there(place)
        args = tuple(HERE if is_there(a) else a for a in args)
        out = func(x, *args, **{k: HERE if is_there(a) else a for k, a in kwargs.items()})
        if there != (out in self):
            out = out.clone() if isinstance(x, Tensor) else out
            self.known |= storages(out) if there else set()
        return out


@contextmanager
def elsewhere() -> Iterator[Rules]:
    """Let there be a second device. Example: with elsewhere(): torch.ones(3, device="cuda")"""
    rules = Rules()
    registry = [(0, rules.tag, rules.restore), *torch.serialization._package_registry]

    def half(device: str, *args: Any, **kwargs: Any) -> Any:
        return autocast("cpu", *args, **kwargs) if is_there(device) else nullcontext()

    with (
        patch.object(torch, "Generator", Chance),
        patch.object(torch, "autocast", half),
        patch.object(torch.serialization, "_package_registry", registry),
        rules,
    ):
        yield rules
