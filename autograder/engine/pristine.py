"""Puts back what a cell replaced and other cells stand on: torch's functions, builtins, the shell.

A student may patch whatever the process holds. Nothing is decided here, so this is no wall: it
keeps one exercise's cell from spoiling the next one's. What a cell *adds* to a module or a class
stays, unless it hides what was there.
"""

from __future__ import annotations

import builtins
import ctypes
import gc
import importlib
import importlib.util
import math
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, cast

from autograder.engine.wire import Channel, Decoder, Encoder

if TYPE_CHECKING:
    from autograder.engine.shell import Shell

__all__ = ["Pristine"]

MODULES = (
    "functools", "itertools", "math", "numpy", "operator", "random", "sys",
    "autograder.engine.tensors", "autograder.engine.wire", "autograder.engine.worker",
    "safetensors.torch",
    "torch", "torch.autograd", "torch.linalg", "torch.nn", "torch.nn.functional", "torch.nn.init",
    "torch.optim", "torch.testing", "torch.utils.data",
)  # fmt: skip
CARRIERS = (Channel, Decoder, Encoder)
LIBRARY = "student_lib"
GONE = object()
KEPT: list[object] = []
"""Guards of torch that hold as long as they live."""


class Version(Protocol):
    """A number that changes whenever a name is set or deleted; unequal to itself if unknown."""

    @property
    def value(self) -> float:
        """The number."""
        ...


UNKNOWN: Final = cast("Version", SimpleNamespace(value=math.nan))
VERSION_OFFSET: Final = 24
"""Where a dict keeps its version (PEP 509): behind its count of references, its type and length."""


class Watch:
    """Tells whether a name was set or deleted in a dict, or in what has one, since it was noted."""

    def __init__(self, owner: object) -> None:
        self._version = version_of(owner)
        self.note()

    def note(self) -> None:
        """Take what is there for what should be."""
        self._seen = self._version.value

    def changed(self) -> bool:
        """Tell whether it is no longer as it was noted; always true where that cannot be known."""
        return self._version.value != self._seen


@dataclass
class Owner:
    """A module, class or object, and the names that it had."""

    owner: Any
    names: dict[str, Any]
    watch: Watch

    @classmethod
    def of(cls, owner: object) -> Owner:
        """Remember what the owner has now."""
        return cls(owner, dict(vars(owner)), Watch(owner))

    def restore(self) -> None:
        """Put back what was replaced or deleted."""
        if not self.watch.changed():
            return
        now = vars(self.owner)
        for name, value in self.names.items():
            if now.get(name, GONE) is not value:
                put(self.owner, name, value)
        if not isinstance(self.owner, ModuleType):
            unhide(self.owner, now.keys() - self.names.keys())
        self.watch.note()


class Pristine:
    """Remembers modules, classes and settings; `restore` puts back what is no longer the same.

    To look at thousands of functions costs a fork a copy of every page on which one lies, since
    looking counts as a reference: half of the time of a small notebook. So only those names are
    looked at whose dict has another version than before.
    """

    def __init__(self, shell: Shell) -> None:
        torch: Any = importlib.import_module("torch")
        self._torch = torch
        self._shell = shell
        self._shell_names = vars(shell)
        self._library = library()
        self._modules = {"builtins": builtins}
        self._builtins = cast("dict[str, Any]", vars(builtins))
        self._builtins_left = dict(self._builtins)
        self._owners: list[Owner] = []
        self._lists = [(found, list(found)) for found in extension_lists(shell)]
        searched: tuple[Any, ...] = (sys.path, sys.meta_path, sys.path_hooks)
        self._searched = [(found, list(found)) for found in searched]
        self._environment = dict(os.environ)
        self._settings = Settings.now(torch)
        self._keep(shell)
        for kind in (torch.Tensor, torch.nn.Module, *type(shell).__mro__[:2], *CARRIERS):
            self._keep(kind)
        for name in MODULES:
            self._keep_module(name, importlib.import_module(name))
        self._all_modules = sys.modules
        self._environ_watch = Watch(vars(os.environ)["_data"])
        self._builtins_watch = Watch(builtins)
        self._imports, self._library_imports = Watch(sys.modules), Watch(sys.modules)
        self._keep_library()

    def note_library(self) -> None:
        """Remember the modules of `student_lib` that cells have imported by now."""
        if self._library_imports.changed():
            self._library_imports.note()
            self._keep_library()

    def _keep_library(self) -> None:
        for name in self._library:
            if name in sys.modules and name not in self._modules:
                self._keep_module(name, sys.modules[name])

    def _keep_module(self, name: str, module: ModuleType) -> None:
        self._modules[name] = module
        self._keep(module)

    def _keep(self, owner: object) -> None:
        self._owners.append(Owner.of(owner))

    def restore(self) -> None:
        """Put back what was replaced or deleted since it was remembered."""
        if self._builtins_watch.changed():
            self._builtins.update(self._builtins_left)  # a method: all else calls some of them
            self._builtins_watch.note()
        quiet()
        if sys.modules is not self._all_modules:
            sys.modules = self._all_modules
        if self._imports.changed():
            for name, module in self._modules.items():
                if sys.modules.get(name) is not module:
                    sys.modules[name] = module
            sys.modules["__main__"] = self._shell.user_module
            self._imports.note()
        if vars(self._shell) is not self._shell_names:
            object.__setattr__(self._shell, "__dict__", self._shell_names)
        for owner in self._owners:
            owner.restore()
        for now, before in self._lists:
            if now != before:
                now[:] = before
        for now, before in self._searched:
            if any(entry not in now for entry in before):
                now[:] = before
        if self._environ_watch.changed():
            os.environ.update(self._environment)
            self._environ_watch.note()
        self._shell.user_ns["__builtins__"] = builtins
        self._shell.user_ns["__name__"] = "__main__"
        leave_modes(self._torch)
        if Settings.now(self._torch) != self._settings:
            self._settings.apply(self._torch)


class Settings(NamedTuple):
    """What holds for the whole process."""

    dtype: Any
    device: Any
    grad: bool
    recursion: int
    numpy_errors: dict[str, str]

    @classmethod
    def now(cls, torch: Any) -> Settings:
        """Read the settings."""
        numpy: Any = importlib.import_module("numpy")
        return cls(
            torch.get_default_dtype(),
            torch.get_default_device(),
            bool(torch.is_grad_enabled()),
            sys.getrecursionlimit(),
            numpy.geterr(),
        )

    def apply(self, torch: Any) -> None:
        """Set them."""
        torch.set_default_dtype(self.dtype)
        torch.set_default_device(self.device)
        torch.set_grad_enabled(self.grad)
        sys.setrecursionlimit(self.recursion)
        importlib.import_module("numpy").seterr(**self.numpy_errors)


def library() -> list[str]:
    """Return the names of all modules of `student_lib` that could be imported."""
    found = importlib.util.find_spec(LIBRARY)
    names: list[str] = []
    for place in (found.submodule_search_locations if found else None) or ():
        for path in Path(place).rglob("*.py"):
            parts = path.relative_to(place).with_suffix("").parts
            names.append(".".join((LIBRARY, *parts)).removesuffix(".__init__"))
    return sorted(names)


def version_of(owner: object) -> Version:
    """Return where the version of an owner's names, or of a dict itself, is read."""
    if not HAS_VERSIONS:
        return UNKNOWN
    names = owner if isinstance(owner, dict) else vars(owner)
    if isinstance(owner, type):
        (names,) = gc.get_referents(names)  # behind a proxy
    return stamp(names)


def stamp(names: object) -> Version:
    """Return where the version of a dict lies; it must live as long as this is read."""
    return ctypes.c_uint64.from_address(id(names) + VERSION_OFFSET)


def has_versions() -> bool:
    """Tell whether dicts of this Python have a version where it is looked for."""
    if not (3, 11) <= sys.version_info < (3, 14) or sys.implementation.name != "cpython":
        return False
    tried: dict[str, int] = {"a": 1}
    seen: list[float] = []
    for change in (lambda: None, lambda: tried.update(a=2), lambda: tried.pop("a")):
        change()
        seen.append(stamp(tried).value)
    return len(set(seen)) == 3 and stamp(tried).value == seen[-1]


HAS_VERSIONS = has_versions()


def quiet() -> None:
    """End what would break into later cells: alarms, tracing, and the like."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.settrace(None)
    sys.setprofile(None)
    gc.enable()


def leave_modes(torch: Any) -> None:
    """Leave what was entered with torch and never left."""
    while torch._C._len_torch_function_stack():
        torch._C._pop_torch_function_stack()
    while torch._C._len_torch_dispatch_stack():
        torch._C._pop_torch_dispatch_stack()
    if torch.is_autocast_enabled("cpu"):
        torch.set_autocast_enabled("cpu", False)
    if torch.is_inference_mode_enabled():
        KEPT.append(torch._C._InferenceMode(False))
    torch.set_flush_denormal(False)


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


def extension_lists(shell: Shell) -> Iterator[Any]:
    """Yield the lists by which a cell changes how later cells are read and run."""
    manager = shell.input_transformer_manager
    yield from (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    yield from (shell.input_transformers_post, shell.ast_transformers, warnings.filters)
    yield from shell.events.callbacks.values()
