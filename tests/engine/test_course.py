"""The course: what `course_config.py` may say, and what it is told when it says something else."""

import pytest

from autograder.course import Course, Lesson, Limits, find_root, load_course
from autograder.errors import ConfigError, UsageError

A, B, C = "1-1-1-a", "1-1-2-b", "1-1-3-c"
NEEDS = f"""from autograder.course import Course, Lesson
course = Course(lessons=(Lesson("{A}", requires=("{{}}",)),))
"""


def test_prerequisites_of_prerequisites_count_in_course_order():
    course = Course(lessons=(Lesson(A), Lesson(B, requires=(A,)), Lesson(C, requires=(B,))))
    assert [lesson.name for lesson in course.prerequisites(C)] == [A, B]
    assert course.prerequisites(A) == ()


def test_a_circle_of_prerequisites_is_shown_whole():
    with pytest.raises(ConfigError, match=f"circle: {A} → {C} → {B} → {A}"):
        Course(
            lessons=(
                Lesson(A, requires=(C,)),
                Lesson(B, requires=(A,)),
                Lesson(C, requires=(B,)),
            )
        )


def test_an_unknown_prerequisite_is_named_with_what_there_is():
    with pytest.raises(ConfigError, match=f"{B} requires '9-9-9-z'.*Lessons: {A}, {B}"):
        Course(lessons=(Lesson(A), Lesson(B, requires=("9-9-9-z",))))


def test_two_lessons_of_one_name_are_refused():
    with pytest.raises(ConfigError, match="same name"):
        Course(lessons=(Lesson(A), Lesson(A)))


@pytest.mark.parametrize("name", ["matmul", "3-1-matmul", "3-1-1-", "3-1-1-Mat", "../3-1-1-a"])
def test_a_lesson_name_has_its_form(name):
    with pytest.raises(ConfigError, match="must read"):
        Lesson(name)


def test_a_limit_is_positive():
    with pytest.raises(ConfigError, match="call_seconds must be positive"):
        Limits(call_seconds=0)


def test_an_unknown_lesson_is_a_wrong_call():
    with pytest.raises(UsageError, match=f"no lesson '9-9-9-z'.*{A}"):
        Course(lessons=(Lesson(A),)).lesson("9-9-9-z")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("course = 1", "must define course"),
        ("x = (", "cannot be read: SyntaxError"),
        ("1 / 0", "line 1 cannot be read: ZeroDivisionError"),
        ("from autograder.course import Lesson\nLesson('x')", "line 2: lesson name 'x' must read"),
        (NEEDS.format("9-9-9-z"), f"line 2: {A} requires '9-9-9-z', which is no lesson"),
        (NEEDS.format(A), f"line 2: prerequisites run in a circle: {A} → {A}"),
    ],
    ids=["no-course", "syntax", "raises", "bad-lesson", "unknown-prerequisite", "circle"],
)
def test_a_broken_config_says_what_is_wrong(tmp_path, text, words):
    (tmp_path / "course_config.py").write_text(text)
    with pytest.raises(ConfigError, match=words):
        load_course(tmp_path)


def test_the_course_is_found_from_below(tmp_path):
    (tmp_path / "course_config.py").write_text("")
    (tmp_path / "source" / A).mkdir(parents=True)
    assert find_root(tmp_path / "source" / A) == tmp_path


def test_outside_a_course_one_is_told_where_to_go(tmp_path):
    with pytest.raises(UsageError, match=r"no course_config\.py in .* or above"):
        find_root(tmp_path)
