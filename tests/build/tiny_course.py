"""A course of three tiny lessons, written into a folder, and ways to spoil it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.course import Course, load_course

FIRST = "9-1-1-halves"
SECOND = "9-1-2-quarters"
ALONE = "9-1-3-alone"

CONFIG = f"""
from autograder.course import Course, Lesson
course = Course(title="Tiny", lessons=(
    Lesson("{FIRST}"), Lesson("{SECOND}", requires=("{FIRST}",)), Lesson("{ALONE}"),
))
c = get_config()
c.CourseDirectory.course_id = "tiny"
c.ClearSolutions.code_stub = {{"python": "# fill in code here\\nraise NotImplementedError()"}}
"""

HALF = '''# | export
def half(x: float) -> float:
    """Return half of x. Example: half(3.0) -> 1.5"""
    ### BEGIN SOLUTION
    factor = 0.5
    return x * factor
    ### END SOLUTION
'''
CHECK = 'assert half(3.0) == 1.5, "half of three is one and a half"'
QUARTER = "# | export\ndef quarter(x: float) -> float:\n    return half(half(x))"


def cell(id: str, source: str, *, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """Return a cell; `marks` are nbgrader's, and none means that nbgrader does not know it."""
    metadata: dict[str, Any] = {}
    if marks:
        plain = {"grade": False, "solution": False, "locked": False, "task": False}
        known = {"grade_id": id, "schema_version": 3, "cell_type": kind}
        metadata["nbgrader"] = plain | known | marks
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": id, "metadata": metadata, "source": source, **code}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of these cells."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def halves() -> dict[str, Any]:
    """The first lesson: a module with one exercise, a picture, an exported import."""
    return notebook(
        cell("title", '# Halves of "things"\n\n> a box', kind="markdown", locked=True),
        cell("module", "# | default_exp halves", locked=True),
        cell("tools", "# | export\nimport os\nimport math\n\nSIZES = (2, 3)", locked=True),
        cell("half", HALF, solution=True),
        cell("half-check", CHECK, grade=True, locked=True, points=2),
        cell("private", "# | export\ndef _third(x: float) -> float:\n    return x / 3 * math.pi"),
        cell("show", 'import os\nprint(half(4.0), os.environ["WORKBOOK_STATIC"], os.getcwd())'),
        cell("last", "half(5.0)"),
    )


def quarters() -> dict[str, Any]:
    """The second lesson imports what the first exports."""
    return notebook(
        cell("title", "# Quarters", kind="markdown", locked=True),
        cell("module", "# | default_exp quarters", locked=True),
        cell("tools", "# | export\nfrom student_lib.halves import half", locked=True),
        cell("quarter", QUARTER, locked=True),
        cell("last", "quarter(4.0)"),
    )


def alone() -> dict[str, Any]:
    """The third lesson exports nothing."""
    return notebook(cell("title", "# Alone", kind="markdown", locked=True), cell("last", "1 + 1"))


def write_source(root: Path, lesson: str, content: dict[str, Any]) -> Path:
    """Write a lesson's notebook."""
    path = root / "source" / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def write_course(root: Path) -> Course:
    """Write the course into a folder and load it."""
    (root / "course_config.py").write_text(CONFIG, encoding="utf-8")
    library = root / "student_lib"
    (library / "bundled").mkdir(parents=True)
    (library / "__init__.py").write_text('"""A tiny library."""\n', encoding="utf-8")
    (library / "utils.py").write_text('"""Written by hand."""\n', encoding="utf-8")
    (library / "bundled" / "numbers.txt").write_text("1 2 3\n", encoding="utf-8")
    write_source(root, FIRST, halves())
    write_source(root, SECOND, quarters())
    write_source(root, ALONE, alone())
    (root / "source" / FIRST / "images").mkdir()
    (root / "source" / FIRST / "images" / "half.svg").write_text("<svg/>", encoding="utf-8")
    return load_course(root)


Change = Callable[[dict[str, dict[str, Any]]], None]


def change(course: Course, lesson: str, edit: Change) -> None:
    """Edit the cells of a lesson's source, which `edit` gets by id."""
    path = course.source(lesson)
    content = json.loads(path.read_text(encoding="utf-8"))
    edit({cell["id"]: cell for cell in content["cells"]})
    path.write_text(json.dumps(content), encoding="utf-8")


def cells(path: Path) -> dict[str, dict[str, Any]]:
    """Return the cells of a notebook file by id, their sources joined."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {one["id"]: one | {"source": "".join(one["source"])} for one in content["cells"]}
