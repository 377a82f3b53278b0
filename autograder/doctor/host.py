"""Python, its packages, the GPU, room on disk and in memory."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from autograder.course import MIB, Course
from autograder.doctor.findings import Finding, note, ok, problem

__all__ = ["disk", "gpu", "memory", "packages", "python"]

PROJECT = "workbook"
OLDEST = (3, 11)
SHOWN = ("torch", "nbgrader", "jupyterlab", "numpy", "numba")
LOCK = "requirements.lock"
LEAST_BYTES, FEW_BYTES = 512 * MIB, 5 * 1024 * MIB
FEW_INODES = 10_000
GPU_DEVICE = Path("/dev/nvidiactl")


def python() -> Iterator[Finding]:
    """Look at the interpreter and the system it runs on."""
    found = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info < OLDEST:
        yield problem("python", "Python", found, "install Python 3.11 or later and run `make`")
    else:
        yield ok("python", "Python", found)
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    if sys.platform == "linux":
        yield ok("python", "system", system)
    else:
        mend = "grade on Linux; lessons run everywhere"
        yield problem("python", "system", f"{system} has no sandbox", mend)


def packages(course: Course | None) -> Iterator[Finding]:
    """Compare what is installed with what the workbook needs and was tested with."""
    mend = "run `make`, or `pip install -r requirements.lock`"
    try:
        wanted = [Requirement(line) for line in requires(PROJECT) or ()]
    except PackageNotFoundError:
        yield problem("python", "packages", f"{PROJECT} itself is not installed", mend)
        return
    wanted = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    found = {one.name: installed(one.name) for one in wanted}
    for one in wanted:
        if not found[one.name]:
            yield problem("python", one.name, "is not installed", mend)
        elif not one.specifier.contains(found[one.name], prereleases=True):
            text = f"{found[one.name]} is installed, {one.specifier} is needed"
            yield problem("python", one.name, text, mend)
    shown = ", ".join(f"{name} {found[name]}" for name in SHOWN if found.get(name))
    yield ok("python", "packages", f"{shown} and {len(found) - len(SHOWN)} more")
    if not (Path(sys.executable).parent / "alembic").exists() and not shutil.which("alembic"):
        yield problem("python", "alembic", "nbgrader makes gradebooks with it", mend)
    yield from differing(course)


def installed(name: str) -> str:
    """Return a package's version, nothing where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def differing(course: Course | None) -> Iterator[Finding]:
    """Name packages of another version than those the workbook was tested with."""
    lock = course.root / LOCK if course is not None else Path(LOCK)
    if not lock.is_file():
        return
    pins = [line.split("==") for line in lock.read_text("utf-8").splitlines() if "==" in line]
    others = [
        f"{name} {found} (tested: {pin})"
        for name, pin in pins
        if (found := installed(name).split("+")[0]) not in ("", pin)
    ]
    if others:
        text = f"of another version than {LOCK} has: {', '.join(others)}"
        yield note("python", "versions", text, "run `make`, unless you tried them")


def gpu() -> Iterator[Finding]:
    """Look for a GPU, and whether torch can use it."""
    if not GPU_DEVICE.exists():
        text = "none: lessons run on the CPU, CUDA kernels on numba's simulator"
        yield ok("machine", "GPU", text)
        return
    import torch

    if torch.cuda.is_available():
        yield ok("machine", "GPU", torch.cuda.get_device_name(0))
        return
    mend = "install a build of torch with CUDA that fits the driver (`nvidia-smi` names it)"
    yield note(
        "machine", "GPU", f"{GPU_DEVICE} is there, but torch {version('torch')} uses no GPU", mend
    )


def disk(course: Course | None) -> Iterator[Finding]:
    """Look for room where results and student files go."""
    places = {"temporary files": Path(tempfile.gettempdir())}
    if course is not None:
        places = {"course folder": course.root, **places}
    for name, place in places.items():
        free = shutil.disk_usage(place).free
        inodes = os.statvfs(place)
        text = f"{place}: {free / 1024 / MIB:.1f} GiB free"
        mend = f"make room in {place}"
        if not os.access(place, os.W_OK):
            mend = "run as the user whom it belongs to, or change its owner"
            yield problem("machine", name, f"{place} cannot be written to", mend)
        elif free < LEAST_BYTES:
            yield problem("machine", name, text, mend)
        elif inodes.f_files and inodes.f_favail < FEW_INODES:
            text = f"{place}: room for {inodes.f_favail} more files"
            yield note("machine", name, text, mend)
        elif free < FEW_BYTES:
            yield note("machine", name, text, mend)
        else:
            yield ok("machine", name, text)


def memory(course: Course | None) -> Iterator[Finding]:
    """Compare memory with what as many submissions as there are cores may take."""
    cores = os.cpu_count() or 1
    most = max((one.limits.memory_bytes for one in course.lessons), default=0) if course else 0
    try:
        rows = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    except OSError:
        return
    free = int(rows["MemAvailable"].split()[0]) * 1024
    text = f"{free / 1024 / MIB:.1f} GiB free, {cores} cores"
    if cores * most <= free:
        yield ok("machine", "memory", text)
        return
    text += f"; {cores} submissions at once may use {cores * most / 1024 / MIB:.1f} GiB"
    mend = f"grade with --jobs {max(1, free // most)}, or lower memory_bytes in course_config.py"
    yield note("machine", "memory", text, mend)
