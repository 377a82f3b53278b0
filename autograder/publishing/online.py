"""Two cells by which a published notebook starts on Colab and Kaggle: links, and an install."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.course import GITHUB_FOLDER, Course

__all__ = ["INSTALL", "LINKS", "with_start"]

LINKS, INSTALL = "start-online", "start-install"
USES_GPU = ("def_device", "to_device", "cuda")
TEXT = """\
**[▶ Open in Colab]({colab})** · **[▶ Open in Kaggle]({kaggle})** · or work on your own computer, \
as `README.md` says.

On Colab and Kaggle, run the next cell first (on Kaggle, switch *Internet* on at the right). {gpu}
"""
NO_GPU = "No GPU is needed, and none would make this lesson faster."
GPU = (
    "Everything runs without a GPU; where there is one, this lesson uses it and some cells are "
    "faster: *Runtime → Change runtime type* on Colab, *Settings → Accelerator* on Kaggle."
)
CODE = """\
# On Colab or Kaggle, run this first. Where the library is installed, it does nothing.
from importlib.util import find_spec

if find_spec("student_lib") is None:
    %pip install --quiet "{wheel}"
"""


def with_start(course: Course, lesson: str, data: bytes, wheel: str) -> bytes:
    """Return a release notebook with the two cells behind its title.

    They lead to where the course is published; without such a place nothing is added.
    """
    found = GITHUB_FOLDER.fullmatch(course.published_at)
    if found is None:
        return data
    repository, branch, folder = found.groups()
    place = f"{repository}/blob/{branch}{folder}/{lesson}/{lesson}.ipynb"
    text = TEXT.format(
        colab=f"https://colab.research.google.com/github/{place}",
        kaggle=f"https://kaggle.com/kernels/welcome?src=https://github.com/{place}",
        gpu=GPU if any(word in data.decode() for word in USES_GPU) else NO_GPU,
    )
    raw = f"https://raw.githubusercontent.com/{repository}/{branch}{folder}/{quote(wheel)}"
    notebook = cast("NotebookNode", nbformat.reads(data.decode(), as_version=4))
    cells = cast("list[Any]", notebook.cells)
    cells[1:1] = [
        new_markdown_cell(text.rstrip(), id=LINKS),
        new_code_cell(CODE.format(wheel=raw).rstrip(), id=INSTALL),
    ]
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode()
