"""A blank answer says which exercise it is."""

from pathlib import Path

import pytest
from tiny_course import FIRST, cells, change, write_course

from autograder.authoring.build import build
from autograder.course import Course

PLAIN = '"# fill in code here\\nraise NotImplementedError()"'
NAMING = "'# {exercise}: yours\\nraise NotImplementedError(\"{exercise} is blank\")'"


@pytest.fixture
def naming(tmp_path: Path) -> Course:
    """A course whose stubs name the exercise."""
    course = write_course(tmp_path)
    config = tmp_path / "course_config.py"
    text = config.read_text(encoding="utf-8")
    assert PLAIN in text
    config.write_text(text.replace(PLAIN, NAMING), encoding="utf-8")
    return course


def test_the_stub_names_its_exercise(naming: Course) -> None:
    build(naming, [FIRST], execute=False)
    half = cells(naming.release(FIRST))["half"]["source"]
    assert '    # half: yours\n    raise NotImplementedError("half is blank")' in half


def test_braces_of_the_author_stay_as_they_are(naming: Course) -> None:
    shown = 'def half(x: float) -> str:\n    """{exercise}"""\n'
    shown += "    ### BEGIN SOLUTION\n    ### END SOLUTION"
    change(naming, FIRST, lambda cells: cells["half"].update(source=shown))
    build(naming, [FIRST], execute=False)
    assert '"""{exercise}"""' in cells(naming.release(FIRST))["half"]["source"]
