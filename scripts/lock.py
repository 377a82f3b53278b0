"""Write requirements.lock from the packages that are installed in this Python.

Run it as `make lock`, after trying new versions in `.venv` with `make test`.
"""

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "workbook"
OLDEST = "3.11.2"  # the Python of Debian 12
# each environment brings its own pip and wheel; the extra `fuzz` has no wheel for every Python
NOT_OURS = {"pip", "wheel", "atheris", PROJECT}
CUDA = ("nvidia-", "cuda-", "triton")  # come with a build of torch, where it has them
HEADER = """\
# The versions that this workbook is tested with. `make lock` writes this file.
# `make` installs torch in a step of its own, before all that depends on it: on a machine without
# a GPU a smaller CPU build that is already there stays.
"""


def normal(name: str) -> str:
    """Return a package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> dict[str, str]:
    """Return the public versions by package: the build (+cpu, +cu130) is the machine's matter."""
    found = {normal(one.metadata["Name"]): one.version.split("+")[0] for one in distributions()}
    ours = (name for name in sorted(found) if name not in NOT_OURS)
    return {name: found[name] for name in ours if not name.startswith(CUDA)}


def too_new() -> list[str]:
    """Return the installed packages that the oldest Python cannot install, and what helps."""
    return [
        f"{one.metadata['Name']} {one.version} needs Python {needs}: install an older version"
        for one in distributions()
        if (needs := one.metadata["Requires-Python"]) and OLDEST not in SpecifierSet(needs)
    ]


def named() -> set[str]:
    """Return the packages that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    wanted = [*project["dependencies"], *(item for extra in extras for item in extra)]
    return {normal(re.split(r"[^\w.-]", item, maxsplit=1)[0]) for item in wanted}


def main() -> None:
    """Write the lock: torch, what the project names, what those need."""
    if problems := too_new():
        sys.exit("\n".join(problems))
    versions = installed()
    direct = named()
    groups = {
        "first": [name for name in versions if name == "torch"],
        "named in pyproject.toml": [n for n in versions if n in direct and n != "torch"],
        "the rest, most of it needed by those": [name for name in versions if name not in direct],
    }
    lines = [HEADER]
    for title, names in groups.items():
        lines += [f"# {title}", *(f"{name}=={versions[name]}" for name in names), ""]
    (ROOT / "requirements.lock").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
