"""Runs anywhere: no installing, absolute path, fetch, dead widget or GPU-only line; pictures local.

A picture in the prose lies beside the notebook and has a text for whoever cannot see it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from autograder.lint.notebook import LintCell, LintNotebook
from autograder.lint.prose import Picture
from autograder.lint.python import dotted, strings
from autograder.lint.rules.base import Problem, Rule, at

INSTALLER = re.compile(r"\b(pip3?|conda|mamba|apt|apt-get|uv|brew)\b")
FETCHER = re.compile(r"\b(wget|curl|git\s+clone|gdown)\b")
SHELL = frozenset({"system", "getoutput", "run_line_magic", "run_cell_magic"})
ABSOLUTE = re.compile(
    r"(/(home|Users|tmp|root|content|kaggle|mnt|opt|var|usr|etc|srv|data|work|workspace|dev)\b"
    r"|/[\w.-]+/[\w.-]+|~/|[A-Za-z]:[\\/](?!/)|file://)"
)
URL = re.compile(r"(https?|ftp|s3|gs)://", re.IGNORECASE)
FETCHES = frozenset(
    [
        "urlopen",
        "urlretrieve",
        "snapshot_download",
        "hf_hub_download",
        "fetch_openml",
        "load_state_dict_from_url",
        "download_url_to_file",
    ]
)
FETCH_PREFIXES = ("requests.", "httpx.", "urllib.request.", "wget.", "torch.hub.load")
INTERACT = frozenset({"interact", "interact_manual", "interactive_output"})
GPU = re.compile(r"cuda(:\d+)?")
GUARD = re.compile(r"is_available|def_device|cuda|gpu|device", re.IGNORECASE)


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find what works on the author's machine only."""
    for cell in notebook.code:
        yield from _calls(cell)
        yield from _strings(cell)
        yield from _gpu(cell)
    for cell in notebook.prose:
        for picture in cell.prose.pictures:
            yield from _picture(notebook, cell, picture)


def _calls(cell: LintCell) -> Iterator[Problem]:
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            yield from _shell(cell, node, name)
            if _fetches(node, name):
                yield _fetch(cell, node, f"`{ast.unparse(node.func)}` fetches from the network")
            if name.rpartition(".")[2] in INTERACT or name.endswith("widgets.interactive"):
                yield _bare_interact(cell, node)
        elif isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if dotted(decorator).rpartition(".")[2] in INTERACT:
                    yield _bare_interact(cell, node)


def _shell(cell: LintCell, node: ast.Call, name: str) -> Iterator[Problem]:
    owner, _, method = name.rpartition(".")
    if owner == "get_ipython()" and method in SHELL:
        text = " ".join(str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
        if INSTALLER.search(text):
            mend = "remove it: what lessons need is a dependency of the package"
            yield at(cell, node, f"the cell installs something: {text!r}", mend)
        if FETCHER.search(text) or (method != "run_line_magic" and URL.search(text)):
            yield _fetch(cell, node, f"a shell command fetches from the network: {text!r}")


def _fetches(node: ast.Call, name: str) -> bool:
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    download = keywords.get("download")
    downloads = isinstance(download, ast.Constant) and download.value is True
    last = name.rpartition(".")[2]
    hub = last == "load_dataset" and not keywords.keys() & {"data_files", "data_dir"}
    return last in FETCHES or name.startswith(FETCH_PREFIXES) or downloads or hub


def _fetch(cell: LintCell, node: ast.AST, found: str) -> Problem:
    return at(cell, node, found, "load it by `student_lib.data`, which has a bundled subset")


def _bare_interact(cell: LintCell, node: ast.AST) -> Problem:
    mend = "call `utils.sliders(f, **ranges)`: it draws pictures where nothing can move"
    return at(cell, node, "a bare interact", mend)


def _strings(cell: LintCell) -> Iterator[Problem]:
    for node in strings(cell.tree):
        text = str(node.value)
        if URL.match(text):
            yield _fetch(cell, node, f"an address in code: {text!r}")
        elif ABSOLUTE.match(text) and " " not in text.strip():
            mend = "use a path relative to the notebook, or tempfile"
            yield at(cell, node, f"an absolute path: {text!r}", mend)


def _gpu(cell: LintCell) -> Iterator[Problem]:
    """Find `.cuda()` and "cuda" that no condition guards and no comparison asks about."""
    stack: list[ast.AST] = [cell.tree]
    while stack:
        node = stack.pop()
        guarded = isinstance(node, ast.If | ast.IfExp) and GUARD.search(ast.unparse(node.test))
        if guarded or isinstance(node, ast.Compare):
            continue
        if isinstance(node, ast.Call) and dotted(node.func).endswith(".cuda"):
            yield _needs_gpu(cell, node)
        if isinstance(node, ast.Constant) and GPU.fullmatch(str(node.value)):
            yield _needs_gpu(cell, node)
        stack += ast.iter_child_nodes(node)


def _needs_gpu(cell: LintCell, node: ast.AST) -> Problem:
    mend = "use `utils.def_device` or `utils.to_device(x)`, or ask torch.cuda.is_available() first"
    return at(cell, node, f"needs a GPU without a fallback: `{ast.unparse(node)}`", mend)


def _picture(notebook: LintNotebook, cell: LintCell, picture: Picture) -> Iterator[Problem]:
    if not picture.alt.strip():
        mend = "write what the picture shows: ![what it shows](file)"
        yield at(cell, picture.line, f"the picture {picture.source!r} has no alt text", mend)
    address = urlsplit(picture.source)
    if address.scheme in ("attachment", "data"):
        return
    path = unquote(address.path)
    if address.scheme or address.netloc or path.startswith("/") or ".." in path.split("/"):
        found = f"the picture {picture.source!r} does not lie beside the notebook"
        yield at(cell, picture.line, found, "copy it into the lesson's folder, with its licence")
    elif not (notebook.path.parent / path).is_file():
        found = f"there is no picture {picture.source!r} beside the notebook"
        yield at(cell, picture.line, found, f"put the file into {notebook.path.parent.name}/")


RULE = Rule(7, "portable", check)
