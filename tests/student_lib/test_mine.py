"""What a student built takes the place of the library's module, and says what it lacks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import student_lib

BLANK = 'raise NotImplementedError("{} is blank: fill in its cell and run it first")'
BROADCAST = "# | export\ndef broadcast_shape(a, b):\n    ### BEGIN SOLUTION\n    return 'mine'\n"


def cell(id: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }


def write(folder: Path, *sources: str, name: str = "lesson.ipynb") -> Path:
    cells = [cell(f"cell-{i}", source) for i, source in enumerate(sources)]
    path = folder / name
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the student's own."""
    monkeypatch.setenv("STUDENT_LIB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def fresh(code: str) -> str:
    """Run code in a new Python; return what it printed, and its last line of trouble."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + "".join(done.stderr.strip().splitlines()[-1:])


def test_exported_cells_become_a_module(tmp_path: Path, home: Path, capsys: Any) -> None:
    helper = "# | export\nimport math\n\nTWO = 2"
    student_lib.export_mine(
        write(tmp_path, "# | default_exp matmul", helper, BROADCAST, "print('no')")
    )
    text = (home / "mine" / "matmul.py").read_text(encoding="utf-8")
    assert "TWO = 2" in text
    assert "return 'mine'" in text
    assert "SOLUTION" not in text
    assert "| export" not in text
    assert "print" not in text
    assert str(home / "mine" / "matmul.py") in capsys.readouterr().out


def test_blank_cells_are_left_out_and_named(tmp_path: Path, home: Path, capsys: Any) -> None:
    blank = (
        f"# | export\ndef chunks(xs, sz):\n    # fill in code here\n    {BLANK.format('chunks')}"
    )
    older = "# | export\ndef other():\n    # fill in code here\n    raise NotImplementedError()"
    abstract = "# | export\nclass A:\n    def f(self):\n        raise NotImplementedError()"
    student_lib.export_mine(write(tmp_path, "# | default_exp matmul", blank, older, abstract))
    text = (home / "mine" / "matmul.py").read_text(encoding="utf-8")
    assert "chunks" not in text
    assert "other" not in text
    assert "class A" in text
    assert "blank: cell-1, cell-2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        (["# | export\nx = 1"], "names no module"),
        (["# | default_exp ../../up", "# | export\nx = 1"], "names no module"),
        (["# | default_exp matmul", "# | export\ny = 1\ndef f(:"], "cell 'cell-1', line 2"),
    ],
    ids=["no module", "a path", "syntax"],
)
def test_what_cannot_be_exported_is_told(
    tmp_path: Path, home: Path, sources: list[str], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        student_lib.export_mine(write(tmp_path, *sources))
    assert not home.exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 1}'], ids=str)
def test_what_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.ipynb").write_text(text)
    with pytest.raises(ValueError, match="is no notebook"):
        student_lib.export_mine(tmp_path / "x.ipynb")


USE = "import student_lib; student_lib.use_mine('matmul')\n"


def exported(tmp_path: Path) -> None:
    student_lib.export_mine(write(tmp_path, "# | default_exp matmul", BROADCAST))


def test_a_later_notebook_imports_what_the_student_built(tmp_path: Path) -> None:
    exported(tmp_path)
    said = fresh(USE + "from student_lib.matmul import broadcast_shape as f; print(f(1, 2))")
    assert "student_lib.matmul is yours now" in said
    assert "It lacks" in said
    assert said.splitlines()[-1] == "mine"


def test_all_ways_to_import_it_give_the_same_module(tmp_path: Path) -> None:
    exported(tmp_path)
    said = fresh(
        USE + "from student_lib import matmul as a; import student_lib.matmul as b; "
        "print(a is b, a.broadcast_shape(1, 2))"
    )
    assert said.splitlines()[-1] == "True mine"


def test_what_it_lacks_is_told_where_it_is_imported(tmp_path: Path) -> None:
    exported(tmp_path)
    said = fresh(USE + "from student_lib.matmul import mini_einsum")
    assert "ImportError: your student_lib.matmul has no mini_einsum: write it in the noteb" in said
    said = fresh(USE + "from student_lib.matmul import nothing_of_the_kind")
    assert "cannot import name 'nothing_of_the_kind'" in said


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("import student_lib.matmul\n", "has been imported before: restart the kernel"),
        ("import os; os.environ['STUDENT_LIB_HOME'] = '/nowhere'\n", "you have exported no matmul"),
    ],
    ids=["too late", "none"],
)
def test_the_librarys_module_stays_where_there_is_no_other_way(
    tmp_path: Path, before: str, why: str
) -> None:
    exported(tmp_path)
    said = fresh(before + USE + "import student_lib.matmul as m; print(m.mini_einsum.__module__)")
    assert why in said
    assert said.splitlines()[-1] == "student_lib.matmul"


def test_a_module_that_breaks_leaves_the_librarys_in_place(tmp_path: Path) -> None:
    student_lib.export_mine(write(tmp_path, "# | default_exp matmul", "# | export\n1 / 0"))
    said = fresh(USE + "import student_lib.matmul as m; print(m.mini_einsum.__module__)")
    assert "yours raises ZeroDivisionError" in said
    assert said.splitlines()[-1] == "student_lib.matmul"


def test_calling_it_twice_takes_what_was_exported_last(tmp_path: Path) -> None:
    exported(tmp_path)
    said = fresh(USE + USE + "import student_lib.matmul as m; print(m.broadcast_shape(1, 2))")
    assert said.count("is yours now") == said.count("It lacks") == 2
    assert said.splitlines()[-1] == "mine"
