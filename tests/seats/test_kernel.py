"""What a kernel does by itself once a notebook imports the library."""

from pathlib import Path
from typing import Any

import nbformat.v4 as v4
import pytest
from nbclient import NotebookClient

from autograder.authoring.solutions import ThisPython
from student_lib.seat.lessons import TABLE, Exercise, Lesson, fingerprint, table

CHECK = "assert torch.allclose(half(x), x / 2), 'halve every value'"
CELLS = (
    "import torch\nfrom student_lib import utils\nx = torch.arange(6.0).reshape(2, 3)",
    "def half(x):\n    return x / 2 + (x > 4)",
    CHECK,
    "def half(x):\n    return x / 2",
    CHECK,
    "import student_lib\nstudent_lib.progress()",
    "[name for name in globals() if name.startswith('_kept')]",
)


@pytest.fixture
def ran(tmp_path: Path) -> list[Any]:
    """The cells above, after they ran in a kernel beside a table of lessons."""
    exercise = Exercise("halves", fingerprint(CHECK))
    (tmp_path / TABLE).write_bytes(table([Lesson("9-1-1-parts", "Parts", (exercise,))]))
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS])
    client = NotebookClient(
        notebook,
        kernel_manager_class="jupyter_client.manager.AsyncKernelManager",
        resources={"metadata": {"path": str(tmp_path)}},
        allow_errors=True,
        timeout=120,
    )
    client.create_kernel_manager()
    assert client.km is not None
    client.km.kernel_spec_manager = ThisPython()
    client.execute()
    return list(notebook.cells)


def test_a_failed_check_is_explained_and_a_passed_one_is_noted(ran: list[Any], home: Path) -> None:
    failed, shown = ran[2].outputs
    assert (failed.ename, failed.evalue) == ("AssertionError", "halve every value")
    assert "1 of 6 values differ, the first at [1, 2]: 3.5 and 2.5." in shown.data["text/plain"]
    assert shown.data["text/html"].count("<figure") == 3
    assert ran[4].outputs == []
    assert "✔ halves" in ran[5].outputs[0].data["text/plain"]
    assert ran[6].outputs[0].data["text/plain"] == "[]"
    assert (home / "progress.jsonl").read_text().count('"exercise": "halves"') == 2
