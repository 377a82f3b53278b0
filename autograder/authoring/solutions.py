"""The executed notebook that instructors read: made once for each state of what it is made from.

Outputs differ from run to run (timings, pictures), so whether a solution is up to date is told by
a hash of its source and of the student_lib modules it imports, kept in its metadata.
"""

from __future__ import annotations

import ast
import hashlib
import math
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets import default

from autograder.authoring.exports import library
from autograder.authoring.release import IGNORED
from autograder.course import Course
from autograder.errors import BuildError
from autograder.lint.python import parse_cell
from autograder.notebook import LessonNotebook

__all__ = ["execution_environment", "fingerprint", "made_from", "run_source", "same_sources"]

NOTEBOOK_SECONDS = 600
METADATA_KEY = "workbook"
OUT_OF_TIME = f"its {NOTEBOOK_SECONDS} s for the whole notebook are over: show less, or smaller"
ANSI = re.compile(r"\x1b\[[0-9;]*m")

Progress = Callable[[str], None]


class ThisPython(KernelSpecManager):
    """Knows one kernel: ipykernel in the Python that runs the build, whatever is installed."""

    @default("kernel_spec_class")
    def _spec(self) -> type[KernelSpec]:
        return KernelSpec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the same kernel for every name."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


def execution_environment(staged: Path) -> dict[str, str]:
    """Return the environment of an executed lesson, which imports student_lib from `staged`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(staged),
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_WAIT_POLICY": "PASSIVE",
        "WORKBOOK_STATIC": "1",
        "HF_HUB_OFFLINE": "1",
    }
    # the bundled subset rather than what this machine happens to have: everybody sees the same
    environment.setdefault("WORKBOOK_DATA", str(staged / "student_lib" / "bundled"))
    if not Path("/dev/nvidiactl").exists():
        environment["NUMBA_ENABLE_CUDASIM"] = "1"
    return environment


def run_source(course: Course, lesson: str, staged: Path, progress: Progress) -> bytes:
    """Run the lesson's source from top to bottom and return the executed notebook's file.

    Raises BuildError that names the cell and what it raised.
    """
    notebook = _read(course.source(lesson))
    metadata = deepcopy(notebook.metadata)
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        here = Path(folder).resolve() / lesson
        ignore = shutil.ignore_patterns(*IGNORED)
        shutil.copytree(course.source(lesson).parent, here, ignore=ignore)
        _run(lesson, notebook, here, execution_environment(staged), progress)
        _hide_places(notebook, {str(staged): "", str(here): ".", str(course.root): "."})
    notebook.metadata = metadata
    notebook.metadata[METADATA_KEY] = {"made_from": fingerprint(course, lesson)}
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()


def _read(path: Path) -> NotebookNode:
    return cast("NotebookNode", nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))


def _run(
    lesson: str, notebook: NotebookNode, here: Path, environ: dict[str, str], progress: Progress
) -> None:
    """Execute the notebook in place, in the folder `here`."""
    ends = math.inf  # until the kernel has started, which nbclient gives a minute of its own
    running = "before its first cell"

    def on_cell(cell: NotebookNode, cell_index: int) -> None:
        nonlocal ends, running
        ends = min(ends, time.monotonic() + NOTEBOOK_SECONDS)
        if time.monotonic() > ends:
            raise BuildError(f"lesson {lesson}, {running}: {OUT_OF_TIME}")
        running = f"cell {cell.id!r}"
        progress(f"{lesson}: cell {cell_index + 1} of {len(notebook.cells)}")

    def seconds_left(_: NotebookNode) -> int:
        return max(1, int(ends - time.monotonic()))

    # sockets in our own folder: TCP could be read by every user of the machine
    sockets = here.parent / "kernel"
    kernel = AsyncKernelManager(
        transport="ipc",
        ip=str(sockets),
        connection_file=f"{sockets}.json",
        kernel_spec_manager=ThisPython(),
    )
    client = NotebookClient(
        notebook,
        km=kernel,
        resources={"metadata": {"path": str(here)}},
        timeout_func=seconds_left,
        record_timing=False,
        on_cell_execute=on_cell,
    )
    try:
        client.execute(cleanup_kc=True, env=environ)
    except CellExecutionError as error:
        raise BuildError(f"lesson {lesson}, {running}: {_raised(error)}") from error
    except CellTimeoutError as error:
        raise BuildError(f"lesson {lesson}, {running}: {OUT_OF_TIME}") from error
    except (DeadKernelError, RuntimeError) as error:
        raise BuildError(f"lesson {lesson}, {running}: its kernel ended ({error})") from error


def _raised(error: CellExecutionError) -> str:
    """The exception in a line, with the line of the cell where its traceback shows one."""
    value = " ".join(ANSI.sub("", str(error.evalue)).split())
    marked = re.findall(r"^-+> ?(\d+) ", ANSI.sub("", error.traceback), re.MULTILINE)
    where = f" in line {marked[0]}" if marked else ""
    return f"{error.ename}{where}: {value}" if value else f"{error.ename}{where}"


def _hide_places(notebook: NotebookNode, places: dict[str, str]) -> None:
    """Replace the folders of this machine, which warnings and tracebacks show, in all outputs."""
    if sys.prefix != sys.base_prefix:
        places = places | {sys.prefix: ".venv"}
    places = places | {str(Path.home()): "~"}

    def hidden(value: object) -> object:
        if isinstance(value, str):
            for place, shown in places.items():
                value = value.replace(f"{place}/", f"{shown}/" if shown else "")
            return re.sub(r"/tmp/ipykernel_\d+/\d+\.py", "this cell", value)
        if isinstance(value, list):
            return [hidden(item) for item in cast("list[object]", value)]
        if isinstance(value, dict):
            items = cast("dict[str, object]", value).items()
            return {key: item if key == "image/png" else hidden(item) for key, item in items}
        return value

    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [nbformat.from_dict(cast("Any", hidden(out))) for out in cell.outputs]


def made_from(path: Path) -> str:
    """Return the fingerprint that the solution at `path` was made with; "" where it has none."""
    try:
        metadata = _read(path).metadata
    except (OSError, ValueError):
        return ""
    return str(metadata.get(METADATA_KEY, {}).get("made_from", ""))


def same_sources(course: Course, lesson: str) -> bool:
    """Whether the solution has the cells of the source, so that nobody edited it by hand."""
    here, there = (
        LessonNotebook.load(lesson, path).cells
        for path in (course.source(lesson), course.solution(lesson))
    )
    return here == there


def fingerprint(course: Course, lesson: str) -> str:
    """Return a hash of all that a solution is made from: the source and what it imports."""
    digest = hashlib.sha256(course.source(lesson).read_bytes())
    cells = LessonNotebook.load(lesson, course.source(lesson)).cells
    code = [cell.source for cell in cells if cell.kind == "code"]
    for path in sorted(_modules(library(course), code)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def _modules(folder: Path, sources: list[str]) -> set[Path]:
    """Return the modules in `folder` that the sources import, directly or through each other."""
    found: set[Path] = set()
    waiting = [name for source in sources for name in _imported(source)]
    while waiting:
        path = folder / f"{waiting.pop()}.py"
        if path.is_file() and path not in found:
            found.add(path)
            waiting.extend(_imported(path.read_text(encoding="utf-8"), inside=True))
    return found


def _imported(source: str, *, inside: bool = False) -> Iterator[str]:
    """Yield the names of student_lib's modules that the source imports; `inside` it, `.x` too."""
    try:
        tree = parse_cell(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            relative = "student_lib" if inside and node.level == 1 else ""
            package = ".".join(filter(None, [relative, node.module]))
            names = [package, *(f"{package}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            head, _, rest = name.partition(".")
            if head == "student_lib":
                yield "__init__"
                yield rest.partition(".")[0] or "__init__"
