"""The library of a bundle: which files of student_lib, as a wheel that any computer can install.

flit writes the wheel: the same files give the same bytes, whatever the clock, the user or the
folder. Its version ends in a hash of its files, so that pip replaces the library of one bundle by
that of another.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from autograder.authoring.bundle import library_files
from autograder.authoring.exports import exported_module, generated_from, library
from autograder.course import Course
from autograder.errors import BuildError, LessonError
from autograder.lint.python import plain

__all__ = ["build_wheel", "held_files", "imports", "lacking", "requirement_lines"]

PROJECT = "workbook"
PACKAGE = "student_lib"
PYTHON = ">=3.11"
EPOCH = "1577836800"  # 2020-01-01: files in an archive need some date
WHEEL_SECONDS = 120
PYPROJECT = """\
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[project]
name = "student_lib"
version = "{version}"
description = "What the notebooks of {title} import"
requires-python = "{python}"
dependencies = [
{dependencies}]
{scripts}"""
SCRIPTS = """
[project.scripts]
workbook-student = "student_lib.seat.cli:main"
"""


def held_files(course: Course, lessons: Sequence[str]) -> dict[str, Path]:
    """Return the files of student_lib that students of these lessons may see, by their path in it.

    These are the files written by hand, the bundled data, and what prerequisites export; but
    nothing that one of the lessons asks them to write. Raises LessonError where a module of that
    name is there all the same, and BuildError where a prerequisite's module has not been built.
    """
    folder = library(course)
    files = {path for lesson in lessons for path in library_files(course, lesson)}
    kept = [
        path
        for path in sorted(files)
        if path.suffix != ".py" or generated_from(path) not in lessons or path.parent != folder
    ]
    held = {path.relative_to(folder).as_posix(): path for path in kept}
    for lesson in lessons:
        module = f"{exported_module(course, lesson)}.py"
        if module in held:
            raise LessonError(
                f"lesson {lesson}: nothing was written, because student_lib/{module} is what the "
                "lesson asks students to write, and it would be in their library: it does not say "
                f"that it is made from {lesson}. Delete it and run `workbook build {lesson}`"
            )
    for lesson in lessons:
        for earlier in course.prerequisites(lesson):
            module = exported_module(course, earlier.name)
            if module and earlier.name not in lessons and f"{module}.py" not in held:
                raise BuildError(
                    f"lesson {lesson} builds on {earlier.name}, whose module "
                    f"student_lib/{module}.py is missing: run `workbook build {earlier.name}`"
                )
    return held


def imports(source: str, *, inside: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the dotted names that code imports, with the line; `inside` student_lib, `.x` too."""
    try:
        tree = ast.parse(plain(source))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            relative = PACKAGE if inside and node.level == 1 else ""
            package = ".".join(filter(None, (relative, node.module)))
            for alias in node.names:
                yield f"{package}.{alias.name}", node.lineno


def lacking(source: str, held: Iterable[str], *, inside: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the modules of student_lib that code imports and that are not held, with the line."""
    there = set(held)
    for name, line in imports(source, inside=inside):
        head, _, rest = name.partition(".")
        module = rest.partition(".")[0]
        if head == PACKAGE and module and not module.startswith("_"):
            is_there = f"{module}.py" in there or f"{module}/__init__.py" in there
            if not is_there:
                yield module, line


def requirement_lines(sources: Mapping[str, str], always: Iterable[str] = ()) -> list[str]:
    """Return what pip has to install for code (by place), in the words of the workbook's own needs.

    Raises LessonError for an import that no installed package provides.
    """
    wanted = {normal(name) for name in always}
    for place, source in sources.items():
        for name, line in imports(source, inside=True):
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top == PACKAGE:
                continue
            distributions = _distributions().get(top)
            if not distributions:
                raise LessonError(
                    f"{place}, line {line}: no installed package provides {top!r}: install it, and "
                    "add it to the dependencies in pyproject.toml"
                )
            wanted.add(normal(min(distributions)))
    known = _own_requirements()
    return [known.get(name, name) for name in sorted(wanted)]


def normal(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def _own_requirements() -> dict[str, str]:
    """What the workbook itself asks for, by name; extras left out."""
    lines = [line for line in requires(PROJECT) or () if ";" not in line]
    return {normal(re.split(r"[^\w.-]", line, maxsplit=1)[0]): line for line in lines}


def build_wheel(
    title: str, held: Mapping[str, Path], made: Mapping[str, bytes] | None = None
) -> tuple[str, bytes]:
    """Return the file name and the contents of the wheel that holds these files, and those `made`.

    Raises BuildError when flit cannot make it.
    """
    files = {name: path.read_bytes() for name, path in held.items()} | dict(made or {})
    contents = dict(sorted(files.items()))
    modules = {
        f"student_lib/{name}": data.decode()
        for name, data in contents.items()
        if name.endswith(".py")
    }
    dependencies = "".join(f'    "{line}",\n' for line in requirement_lines(modules))
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        root = Path(folder)
        for name, data in contents.items():
            path = root / PACKAGE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            path.chmod(0o644)
        text = PYPROJECT.format(
            version=_version(contents, dependencies),
            title=title.translate({ord(sign): " " for sign in '"\\\n'}),
            python=PYTHON,
            dependencies=dependencies,
            scripts=SCRIPTS if "seat/cli.py" in contents else "",
        )
        (root / "pyproject.toml").write_text(text, encoding="utf-8")
        _run_flit(root)
        (wheel,) = (root / "dist").glob("*.whl")
        return wheel.name, wheel.read_bytes()


def _version(contents: Mapping[str, bytes], dependencies: str) -> str:
    from student_lib import __version__

    digest = hashlib.sha256(dependencies.encode())
    for name, data in contents.items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return f"{__version__}+b{digest.hexdigest()[:10]}"


def _run_flit(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flit_core.wheel", str(root), "--outdir", str(root / "dist")],
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        timeout=WHEEL_SECONDS,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BuildError(f"flit cannot make the wheel of student_lib: {reason}")
