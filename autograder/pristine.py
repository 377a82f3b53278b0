"""Puts back what a cell replaced and other cells stand on: torch's functions, builtins, the shell.

A student may patch whatever the process holds. Nothing is decided here, so this is no wall: it
keeps one exercise's cell from spoiling the next one's. What a cell *adds* to a module or a class
stays, unless it hides what was there.
"""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.shell import Shell

__all__ = ["Pristine"]

MODULES = (
    "builtins", "functools", "itertools", "math", "numpy", "operator", "random", "sys",
    "torch", "torch.autograd", "torch.linalg", "torch.nn", "torch.nn.functional", "torch.nn.init",
    "torch.optim", "torch.testing", "torch.utils.data",
)  # fmt: skip
LIBRARY = "student_lib"
GONE = object()


class Pristine:
    """Remembers modules, classes and settings; `restore` puts back what is no longer the same."""

    def __init__(self, shell: Shell) -> None:
        torch: Any = importlib.import_module("torch")
        self._torch = torch
        self._shell = shell
        self._modules: dict[str, ModuleType] = {}
        self._owners: list[tuple[Any, dict[str, Any]]] = []
        self._lists = [(found, list(found)) for found in extension_lists(shell)]
        self._settings = self._current()
        self._keep(shell)
        for kind in (torch.Tensor, torch.nn.Module, *type(shell).__mro__[:2]):
            self._keep(kind)
        for name in MODULES:
            self._keep_module(name, importlib.import_module(name))

    def note_library(self) -> None:
        """Remember the modules of `student_lib` that cells have imported by now."""
        for name, module in list(sys.modules.items()):
            if name.split(".")[0] == LIBRARY and name not in self._modules:
                self._keep_module(name, module)

    def _keep_module(self, name: str, module: ModuleType) -> None:
        self._modules[name] = module
        self._keep(module)

    def _keep(self, owner: object) -> None:
        self._owners.append((owner, dict(vars(owner))))

    def restore(self) -> None:
        """Put back what was replaced or deleted since it was remembered."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(None)
        sys.setprofile(None)
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module
        for owner, names in self._owners:
            now = vars(owner)
            for name, value in names.items():
                if now.get(name, GONE) is not value:
                    put(owner, name, value)
            if not isinstance(owner, ModuleType):
                unhide(owner, now.keys() - names.keys())
        for now, before in self._lists:
            now[:] = before
        if self._current() != self._settings:
            dtype, device, grad, recursion = self._settings
            self._torch.set_default_dtype(dtype)
            self._torch.set_default_device(device)
            self._torch.set_grad_enabled(grad)
            sys.setrecursionlimit(recursion)

    def _current(self) -> tuple[Any, Any, bool, int]:
        torch = self._torch
        dtype, device = torch.get_default_dtype(), torch.get_default_device()
        return dtype, device, bool(torch.is_grad_enabled()), sys.getrecursionlimit()


def put(owner: Any, name: str, value: object) -> None:
    """Set an attribute past what its owner may do about it; some cannot be set, and need not be."""
    if isinstance(owner, type):
        try:
            type.__setattr__(owner, name, value)
        except (AttributeError, TypeError):
            return
    else:
        vars(owner)[name] = value


def unhide(owner: Any, added: set[str]) -> None:
    """Delete those attributes that a class or an object would otherwise have from its class."""
    bases = owner.__mro__[1:] if isinstance(owner, type) else type(owner).__mro__
    for name in added:
        if any(name in vars(base) for base in bases):
            kind = type if isinstance(owner, type) else object
            kind.__delattr__(owner, name)


def extension_lists(shell: Shell) -> Iterator[list[Any]]:
    """Yield the lists by which IPython lets cells change how later cells are read and run."""
    manager = shell.input_transformer_manager
    yield from (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    yield shell.ast_transformers
    yield from shell.events.callbacks.values()
