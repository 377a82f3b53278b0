"""Which parts of the host a jail shows, and which it covers again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder import PACKAGE
from autograder.errors import SandboxError
from autograder.sandbox.plan import Bind, JailPlan

__all__ = ["covered", "default_binds", "gpu_binds", "resolved"]

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
_ETC = ("ld.so.cache", "localtime", "fonts", "alternatives")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_CPU = "/sys/devices/system/cpu"
_ENGINE = "autograder"
_TRACES = (
    *(f"{_ENGINE}.py", f"{_ENGINE}-*.*-info", f"__editable__*{_ENGINE}*"),
    *("workbook-*.*-info", "__editable__*workbook*", "__pycache__/__editable__*workbook*"),
)
_PACKAGES = ("lib*/python*/site-packages", "lib*/python*/dist-packages")


def default_binds(extra: Iterable[Bind] = ()) -> tuple[Bind, ...]:
    """Return what any Python needs: its trees, wherever they lie, the system's, and a few files."""
    names = [*_SYSTEM, *(f"/etc/{name}" for name in _ETC), *(f"/dev/{name}" for name in _DEVICES)]
    paths = [Path(name) for name in (*names, _CPU)]
    for prefix in (sys.base_prefix, sys.prefix):
        # the tree may be reached through links: show it where it is named and where it lies
        paths += [Path(prefix), Path(os.path.realpath(prefix))]
    executable = Path(os.path.realpath(sys.executable))
    paths.append(executable.parent.parent)
    found = [Bind(path, path) for path in dict.fromkeys(paths) if os.path.exists(path)]
    return (*found, *extra)


def gpu_binds() -> tuple[Bind, ...]:
    """Return the device files of NVIDIA's driver."""
    paths = [*Path("/dev").glob("nvidia*")]
    return tuple(Bind(path, path) for path in sorted(paths))


def resolved(plan: JailPlan) -> list[Bind]:
    """Return the binds in the order to mount them, none twice, sources without links.

    A link such as /bin -> usr/bin is kept as it is when the place it points to is bound too.
    """
    if any(bind.source == Path("/") or not bind.target.is_absolute() for bind in plan.binds):
        raise SandboxError("a jail cannot show all of /, and targets are absolute: mend the plan")
    ordered: dict[Path, Path] = {}
    for bind in (*plan.binds, *(gpu_binds() if plan.gpu else ())):
        if not os.path.exists(bind.source):
            raise SandboxError(f"the jail is to show {bind.source}, which does not exist")
        ordered[bind.target] = bind.source
    binds = [Bind(ordered[target], target) for target in sorted(ordered)]
    return [bind for bind in binds if not _shown_by_another(bind, binds)]


def _shown_by_another(bind: Bind, binds: list[Bind]) -> bool:
    """Whether a wider bind shows the same source at the same place already."""
    source = Path(os.path.realpath(bind.source))
    for other in binds:
        wider = Path(os.path.realpath(other.source))
        inside = other.target in bind.target.parents and wider in source.parents
        if inside and source.relative_to(wider) == bind.target.relative_to(other.target):
            return True
    return False


def covered(plan: JailPlan, binds: list[Bind]) -> list[Path]:
    """Return the places inside the jail to cover: the engine, wherever it is found, and `hide`."""
    engine = PACKAGE
    hidden = [engine, *(Path(os.path.realpath(path)) for path in plan.hide)]
    targets: set[Path] = set()
    for bind in binds:
        source = Path(os.path.realpath(bind.source))
        for path in [*hidden, *_engines(source)]:
            if path == source or engine in source.parents:
                raise SandboxError(f"{path} is to be hidden and to be shown: mend the plan")
            if source in path.parents and os.path.exists(path):
                targets.add(bind.target / path.relative_to(source))
    nested = {target for target in targets if targets.intersection(target.parents)}
    return sorted(targets - nested)


def _engines(tree: Path) -> Iterator[Path]:
    """Find copies of this package and their installation records beneath a tree.

    Interpreters' and the system's trees have 10^5 files: there, the folders are looked at that
    Python imports from; any other tree is searched whole.
    """
    if not tree.is_dir() or tree.parts[1] in ("dev", "etc", "sys"):
        return
    system = {os.path.realpath(path) for path in (*_SYSTEM, sys.prefix, sys.base_prefix)}
    if str(tree) not in system:
        for folder, names, _ in os.walk(tree):
            yield from _in_folder(Path(folder))
            names[:] = [name for name in names if name != _ENGINE]
        return
    # a system may keep packages one level further down: /usr/local/lib/python3.11/dist-packages
    folders = {path for base in (tree, tree / "local") for p in _PACKAGES for path in base.glob(p)}
    folders |= {Path(os.path.realpath(entry)) for entry in sys.path if entry}
    for folder in sorted(folders | {tree}):
        if folder == tree or tree in folder.parents:
            yield from _in_folder(folder)


def _in_folder(folder: Path) -> Iterator[Path]:
    if (folder / _ENGINE).exists():
        yield folder / _ENGINE
    for pattern in _TRACES:
        yield from folder.glob(pattern)
