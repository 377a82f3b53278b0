"""Beside the student's code: which torch functions a call makes, and what they cost.

What a torch function calls in turn is its own affair and not on the record, and neither is what
runs inside `backward`. Numpy offers no place to listen at, but a tensor that leaves for numpy is on
the record as `numpy` or `__array__`. `engine.rules` reads all of these off the syntax tree.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

__all__ = ["Watch"]

MAX_ITEMS = 100_000
MAX_NAME = 200
MADE_EMPTY = ("empty", "new_empty")
VIEWS = ("_unsafe_view", "_reshape_alias", "lift_fresh")
PRODUCTS = ("mv", "addmv", "dot", "vdot")  # matrix products that torch's own counter leaves out
Args = tuple[Any, ...]
Kwargs = dict[str, Any]


class Recorder:
    """Notes the torch functions that are called, by their public names."""

    def __init__(self) -> None:
        self.called: set[str] = set()

    def mode(self) -> Any:
        """Return the context manager that listens; torch is imported no earlier than here."""
        from torch.overrides import TorchFunctionMode, resolve_name

        called = self.called

        class Mode(TorchFunctionMode):
            def __torch_function__(
                self, func: Any, types: Any, args: Args = (), kwargs: Kwargs | None = None
            ) -> object:
                name = str(resolve_name(func) or getattr(func, "__name__", func))
                # a property is on the record as torch.Tensor.T.__get__
                called.add(name.removesuffix(".__get__")[:MAX_NAME])
                return func(*args, **(kwargs or {}))

        return Mode()


class Meter:
    """Counts operations, arithmetic and the bytes of tensors that live at the same time."""

    def __init__(self) -> None:
        self.calls = 0
        self.flops = 0
        self.peak_bytes = 0
        self._bytes = 0
        self._storages: dict[int, tuple[Any, int]] = {}

    def mode(self) -> Any:
        """Return the context manager that counts; torch is imported no earlier than here."""
        from torch._ops import OpOverload
        from torch.utils._python_dispatch import TorchDispatchMode
        from torch.utils.flop_counter import flop_registry

        measured = self._measured

        class Mode(TorchDispatchMode):
            pass

        def dispatch(
            self: Mode, func: Any, types: Any, args: Args = (), kwargs: Kwargs | None = None
        ) -> object:
            kwargs = kwargs or {}
            if not isinstance(func, OpOverload):
                return func(*args, **kwargs)
            if func.overloadpacket not in flop_registry:
                with self:  # what consists of other operations, as under inference_mode
                    result = func.decompose(*args, **kwargs)
                if result is not NotImplemented:
                    return result
            return measured(func, args, kwargs)

        # put there later: in a class body it would import torch._dynamo at the first call, for 2 s
        Mode.__torch_dispatch__ = dispatch
        return Mode()

    def _measured(self, func: Any, args: Args, kwargs: Kwargs) -> object:
        for tensor in tensors((args, kwargs)):
            self._track(tensor, made=False)
        result = func(*args, **kwargs)
        if not func.is_view and func.overloadpacket.__name__ not in VIEWS:
            self.calls += 1
            self.flops += arithmetic(func.overloadpacket, args, kwargs, result)
        for tensor in tensors(result):
            self._track(tensor, made=True)
        return result

    def _track(self, tensor: torch.Tensor, *, made: bool) -> None:
        """Count a storage when it is made or grows; one that was there before counts nothing."""
        if str(tensor.layout) != "torch.strided":
            return
        storage = tensor.untyped_storage()
        number, size = id(storage), storage.nbytes()
        known = number in self._storages
        before = self._storages[number][1] if known else 0 if made else -1
        if before < 0:
            size = -1
        self._bytes += size - before
        if not known or size != before:
            self._storages[number] = weakref.ref(storage, lambda _: self._forget(number)), size
        self.peak_bytes = max(self.peak_bytes, self._bytes)

    def _forget(self, number: int) -> None:
        _, size = self._storages.pop(number, (None, 0))
        self._bytes -= max(size, 0)


def tensors(values: object) -> Iterator[torch.Tensor]:
    """Yield the tensors in nested lists, tuples and dicts."""
    import torch
    from torch.utils._pytree import tree_iter

    return (value for value in tree_iter(values) if isinstance(value, torch.Tensor))


def arithmetic(packet: Any, args: Args, kwargs: Kwargs, result: object) -> int:
    """Return how much one operation computes; see `autograder.engine.budget.Spent`."""
    from torch.utils.flop_counter import flop_registry

    if packet in flop_registry:
        return int(flop_registry[packet](*args, **kwargs, out_val=result))
    if packet.__name__.startswith(MADE_EMPTY):
        return 0
    largest = max((tensor.numel() for tensor in tensors((args, kwargs, result))), default=1)
    return 2 * largest if packet.__name__ in PRODUCTS else largest


class Watch:
    """A context manager around one call; `report` is what the reply says of it."""

    def __init__(self, *, record: bool, measure: bool) -> None:
        self._recorder = Recorder() if record else None
        self._meter = Meter() if measure else None
        self._stack = ExitStack()

    def __enter__(self) -> Watch:
        if self._meter is not None:
            gc.disable()  # garbage goes at the same moment in every run
            self._stack.callback(gc.enable)
            self._stack.enter_context(self._meter.mode())
        if self._recorder is not None:
            self._stack.enter_context(self._recorder.mode())
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def finished(self, value: object) -> object:
        """Return a call's value with its items drawn: a generator works while it is asked."""
        watching = self._recorder is not None or self._meter is not None
        if watching and isinstance(value, Iterator):
            return iter(list(islice(value, MAX_ITEMS + 1)))
        return value

    def report(self) -> dict[str, Any]:
        """Return what there is to say, for the reply."""
        told: dict[str, Any] = {}
        if self._recorder is not None:
            told["called"] = sorted(self._recorder.called)
        if (meter := self._meter) is not None:
            figures = {"calls": meter.calls, "flops": meter.flops, "peak_bytes": meter.peak_bytes}
            told["spent"] = figures
        return told
