"""What a published bundle of this course brings along for a student's seat."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from publish_course import FIRST

from autograder.authoring.solutions import ThisPython
from autograder.course import Course, find_root, load_course
from autograder.errors import ConfigError
from autograder.notebook import LessonNotebook
from autograder.publishing.online import INSTALL, LINKS
from autograder.publishing.publish import student_files, unsearched_files
from student_lib.seat.lessons import unpacked

HERE = load_course(find_root(Path(__file__).parent))
LESSON = "3-1-1-matmul"
PLACE = "https://github.com/someone/course/tree/main/bundle"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The bundle of a course that opens solutions and is published on GitHub."""
    return student_files(replace(HERE, published_at=PLACE, unlock_solutions=True), [LESSON])


def in_wheel(files: dict[str, bytes], name: str) -> bytes:
    (wheel,) = (data for path, data in files.items() if path.endswith(".whl"))
    with zipfile.ZipFile(BytesIO(wheel)) as packed:
        (path,) = (path for path in packed.namelist() if path.endswith(name))
        return packed.read(path)


def test_the_wheel_knows_exercises_and_opens_solutions_as_the_author_wrote_them(
    files: dict[str, bytes],
) -> None:
    (lesson,) = json.loads(in_wheel(files, "student_lib/lessons.json"))["lessons"]
    source = {
        cell.id: cell.source for cell in LessonNotebook.load(LESSON, HERE.source(LESSON)).cells
    }
    assert (lesson["name"], lesson["title"]) == (LESSON, "Matrix multiplication")
    assert len(lesson["exercises"]) == 12
    for exercise in lesson["exercises"]:
        solution = unpacked(exercise["solution"])
        compile(solution, exercise["id"], "exec")
        assert "SOLUTION" not in solution
        assert set(solution.splitlines()) <= set(source[exercise["id"]].splitlines())


def test_a_course_that_opens_nothing_publishes_no_solution() -> None:
    table = in_wheel(unsearched_files(HERE, [LESSON])[0], "student_lib/lessons.json")
    (lesson,) = json.loads(table)["lessons"]
    assert {exercise["solution"] for exercise in lesson["exercises"]} == {""}


def test_the_wheel_brings_the_students_command(files: dict[str, bytes]) -> None:
    text = in_wheel(files, "entry_points.txt").decode()
    assert "workbook-student=student_lib.seat.cli:main" in text


def test_the_readme_tells_of_them(files: dict[str, bytes]) -> None:
    readme = files["README.md"].decode()
    for words in ("student_lib.progress()", "student_lib.solution(", "On Colab or Kaggle"):
        assert words in readme
    assert "{" not in readme
    assert "\n\n\n" not in readme


def test_a_notebook_starts_on_colab_and_kaggle(files: dict[str, bytes]) -> None:
    notebook = nbformat.reads(files[f"{LESSON}/{LESSON}.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    released = nbformat.read(HERE.release(LESSON), as_version=4).cells
    title, links, install, *others = notebook.cells
    assert [title, *others] == released
    assert (links.id, install.id) == (LINKS, INSTALL)
    blob = f"someone/course/blob/main/bundle/{LESSON}/{LESSON}.ipynb"
    assert f"(https://colab.research.google.com/github/{blob})" in links.source
    assert f"(https://kaggle.com/kernels/welcome?src=https://github.com/{blob})" in links.source
    (wheel,) = (path for path in files if path.endswith(".whl"))
    raw = f"https://raw.githubusercontent.com/someone/course/main/bundle/{wheel}"
    assert raw.replace("+", "%2B") in install.source
    assert "Everything runs without a GPU" in links.source


def test_the_install_cell_does_nothing_where_the_library_is(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    notebook = nbformat.reads(files[f"{LESSON}/{LESSON}.ipynb"].decode(), as_version=4)
    notebook.cells = notebook.cells[2:3]
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=60)
    client.create_kernel_manager()
    assert client.km is not None
    client.km.kernel_spec_manager = ThisPython()
    client.execute()
    assert notebook.cells[0].outputs == []


def test_elsewhere_nothing_is_added(built: Course) -> None:
    bundle = student_files(built, [FIRST])
    assert bundle[f"{FIRST}/{FIRST}.ipynb"] == built.release(FIRST).read_bytes()
    assert "Google Colab" in bundle["README.md"].decode()
    assert "student_lib.progress" not in bundle["README.md"].decode()


@pytest.mark.parametrize(
    "place",
    ["https://example.org/course", "https://github.com/a", "https://github.com/a/b/tree/main/x y"],
    ids=str,
)
def test_a_place_that_is_no_folder_on_github_is_refused(place: str) -> None:
    with pytest.raises(ConfigError, match="published_at must read https://github"):
        Course(lessons=(), published_at=place)
