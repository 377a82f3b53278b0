"""`workbook new`: what it creates works; what it cannot create it refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.authoring.build import build
from autograder.authoring.course_edit import lesson_line, with_lesson
from autograder.authoring.exports import exported_module
from autograder.authoring.scaffold import EXERCISE, new_lesson
from autograder.authoring.verify import MIN_ALTERNATIVES, MIN_MUTANTS, verify
from autograder.cli import main
from autograder.course import Course, load_course
from autograder.errors import LeakError, LessonError, UsageError
from autograder.lint import lint
from autograder.publishing.publish import TO_WRITE, publish, student_files

CONFIG = '''\
"""A course."""

from autograder.course import Course, Lesson

course = Course(
    title="New",
    lessons=(
        # name and prerequisites
{lessons}    ),
)

c = get_config()
c.ClearSolutions.code_stub = {{"python": "# fill in code here\\nraise NotImplementedError()"}}
'''
NAME = "4-2-3-layer-norm"


def course_of(root: Path, lessons: str = "") -> Course:
    """Write a course with these lines of lessons."""
    (root / "course_config.py").write_text(CONFIG.format(lessons=lessons))
    (root / "student_lib").mkdir(exist_ok=True)
    (root / "student_lib" / "__init__.py").write_text("")
    return load_course(root)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return course_of(tmp_path)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a lesson as `workbook new` makes it. Read only."""
    course = course_of(tmp_path_factory.mktemp("drafted"))
    new_lesson(course, NAME)
    return load_course(course.root)


def test_a_draft_has_nothing_to_mend_for_the_linter(drafted: Course) -> None:
    assert lint(drafted, NAME) == []


def test_a_draft_has_all_folders_and_enough_answers(drafted: Course) -> None:
    assert drafted.source(NAME).is_file()
    assert [path.name for path in drafted.hidden(NAME).glob("test_*.py")] == [f"test_{EXERCISE}.py"]
    assert len(list((drafted.mutants(NAME) / EXERCISE).glob("*.py"))) >= MIN_MUTANTS
    assert len(list((drafted.alternatives(NAME) / EXERCISE).glob("*.py"))) >= MIN_ALTERNATIVES


def test_a_draft_says_what_is_to_be_written(drafted: Course) -> None:
    text = drafted.source(NAME).read_text()
    assert text.count(TO_WRITE) > 20
    assert "# Layer norm" in text
    assert "DRAFT" not in text
    assert exported_module(drafted, NAME) == "layer_norm"


def test_the_grader_of_a_draft_is_right(tmp_path: Path) -> None:
    course = course_of(tmp_path)
    new_lesson(course, NAME)
    course = load_course(tmp_path)
    repository = Path(__file__).resolve().parents[2]
    for name in ("utils", "plots", "matrices", "sliders"):
        text = (repository / "student_lib" / f"{name}.py").read_text()
        (tmp_path / "student_lib" / f"{name}.py").write_text(text)
    build(course, execute=False)
    report = verify(course, NAME, generated=True, jobs=1)
    assert report.findings == []
    failed = [tuple(row.failed[EXERCISE]) for row in report.rows if row.kind == "mutant"]
    assert len(set(failed)) == len(failed), "each mistake has a signature of its own"


def test_a_draft_is_not_published_before_its_texts_are_written(tmp_path: Path) -> None:
    course = course_of(tmp_path)
    (tmp_path / "student_lib" / "utils.py").write_text("")
    new_lesson(course, NAME)
    course = load_course(tmp_path)
    build(course, execute=False)
    with pytest.raises(LessonError, match=r"cell 'title', line 3: .*to write:"):
        publish(course, [NAME], tmp_path / "out")
    source = course.source(NAME)
    source.write_text(source.read_text().replace(TO_WRITE, "written"))
    build(course, execute=False)
    assert f"{NAME}/{NAME}.ipynb" in student_files(course, [NAME])
    path = tmp_path / "student_lib" / "mine.py"
    path.write_text((course.mutants(NAME) / EXERCISE / "writes_into_x.py").read_text())
    with pytest.raises(LeakError):
        student_files(course, [NAME])


def test_prerequisites_are_named_by_their_titles(tmp_path: Path) -> None:
    course = course_of(tmp_path, '        Lesson("1-1-1-first-steps"),\n')
    new_lesson(course, NAME, ["1-1-1-first-steps"])
    course = load_course(tmp_path)
    assert course.lesson(NAME).requires == ("1-1-1-first-steps",)
    assert "**You need** First steps" in course.source(NAME).read_text()
    assert lint(course, NAME) == []


@pytest.mark.parametrize(
    ("slug", "module"),
    [
        ("mean-shift", "mean_shift"),
        ("utils", "utils_lesson"),
        ("lambda", "x_lambda"),
        ("2d", "x_2d"),
    ],
)
def test_the_module_has_a_name_that_can_be_imported(tmp_path: Path, slug: str, module: str) -> None:
    course = course_of(tmp_path)
    (tmp_path / "student_lib" / "utils.py").write_text("")
    new_lesson(course, f"4-2-3-{slug}")
    assert exported_module(load_course(tmp_path), f"4-2-3-{slug}") == module


FIRST = '        Lesson("3-1-1-first"),\n'
THIRD = '        Lesson("3-1-3-third", requires=("3-1-1-first",)),  # the third\n'
NEW = '        Lesson("3-1-2-new", preload=("matplotlib.pyplot",)),\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW),
        (FIRST, FIRST + NEW),
        (FIRST + THIRD, FIRST + NEW + THIRD),
        (THIRD.replace('requires=("3-1-1-first",)', "requires=()"), None),
        (FIRST + '        Lesson("3-1-1-other"),  # odd\n', None),
    ],
    ids=["no lesson", "at the end", "between", "in front", "behind a comment"],
)
def test_the_lesson_is_added_at_its_place(tmp_path: Path, before: str, after: str | None) -> None:
    course = course_of(tmp_path, before)
    new_lesson(course, "3-1-2-new")
    text = (tmp_path / "course_config.py").read_text()
    if after is None:
        first = "third" in before
        after = NEW + before if first else before + NEW
    assert text == CONFIG.format(lessons=after)


@pytest.mark.parametrize("spelling", ["lessons=()", 'lessons=[Lesson("1-1-1-a")]'])
def test_the_lesson_is_added_in_other_spellings(tmp_path: Path, spelling: str) -> None:
    head = "from autograder.course import Course, Lesson\n"
    path = tmp_path / "course_config.py"
    path.write_text(f"{head}course = Course({spelling})\n")
    assert new_lesson(load_course(tmp_path), NAME)[1] == ""
    assert NAME in load_course(tmp_path).by_name


@pytest.mark.parametrize(
    "text",
    [
        "names = ('1-1-1-a',)\ncourse = Course(lessons=tuple(Lesson(name) for name in names))\n",
        "a = Course(lessons=())\ncourse = Course(lessons=())\n",
    ],
    ids=["computed", "two courses"],
)
def test_a_config_that_cannot_be_edited_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "course_config.py"
    path.write_text(f"from autograder.course import Course, Lesson\n{text}")
    before = path.read_text()
    files, missing = new_lesson(load_course(tmp_path), NAME)
    assert path.read_text() == before
    assert missing == f'Lesson("{NAME}", preload=("matplotlib.pyplot",)),'
    assert all(file.is_file() for file in files)


def test_a_long_line_is_broken_as_the_formatter_would(tmp_path: Path) -> None:
    names = [f"1-1-{n}-a-rather-long-name" for n in range(1, 4)]
    course = course_of(tmp_path, "".join(f'        Lesson("{name}"),\n' for name in names))
    new_lesson(course, NAME, names)
    path = tmp_path / "course_config.py"
    text = path.read_text()
    assert load_course(tmp_path).lesson(NAME).requires == tuple(names)
    command = [sys.executable, "-m", "ruff", "format", "--line-length", "100", str(path)]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    assert path.read_text() == text


def test_an_outcome_that_is_not_the_course_is_not_written(course: Course) -> None:
    other = Course(lessons=(*course.lessons, load_lesson("9-9-9-other")), root=course.root)
    assert with_lesson(other, load_lesson(NAME)) is None


def load_lesson(name: str):
    from autograder.course import Lesson

    return Lesson(name)


def test_a_lesson_without_more_needs_a_short_line() -> None:
    assert lesson_line(load_lesson(NAME)) == f'Lesson("{NAME}")'


@pytest.mark.parametrize(
    ("name", "requires", "says"),
    [
        ("matmul", (), "is no name of a lesson"),
        ("3-1-matmul", (), "is no name of a lesson"),
        ("3-1-1-Matmul", (), "is no name of a lesson"),
        ("../3-1-1-x", (), "is no name of a lesson"),
        ("1-1-1-first", (), "there is a lesson 1-1-1-first already"),
        ("1-1-1-other", (), "1-1-1 is the number of 1-1-1-first"),
        (NAME, ("1-1-2-none",), "there is no lesson '1-1-2-none'"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, requires: tuple[str, ...], says: str
) -> None:
    course = course_of(tmp_path, '        Lesson("1-1-1-first"),\n')
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=says):
        new_lesson(course, name, requires)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("folder", ["source", "autograder/hidden"])
def test_what_is_left_of_an_old_lesson_is_never_written_over(course: Course, folder: str) -> None:
    old = course.root / folder / NAME / "kept.txt"
    old.parent.mkdir(parents=True)
    old.write_text("kept")
    with pytest.raises(UsageError, match="exists already and is not empty"):
        new_lesson(course, NAME)
    assert old.read_text() == "kept"
    assert NAME not in load_course(course.root).by_name


def run(folder: Path, *arguments: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)


def test_the_command_lists_the_files_and_what_comes_next(course: Course) -> None:
    result = run(course.root, "new", NAME)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == f"source/{NAME}/{NAME}.ipynb"
    assert all((course.root / line).is_file() for line in lines[: lines.index("")])
    assert f"workbook lint {NAME}" in lines[-1]


def test_the_command_shows_the_line_that_it_could_not_add(tmp_path: Path) -> None:
    text = "from autograder.course import Course\nnone = ()\ncourse = Course(lessons=none)\n"
    (tmp_path / "course_config.py").write_text(text)
    result = run(tmp_path, "new", NAME)
    assert result.exit_code == 0
    assert f'    Lesson("{NAME}", preload=("matplotlib.pyplot",)),\n' in result.output


def test_a_bad_name_ends_with_two(course: Course) -> None:
    result = run(course.root, "new", "matmul")
    assert result.exit_code == 2
    assert result.output.startswith("Error: 'matmul' is no name of a lesson")
