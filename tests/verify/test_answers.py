"""Reading mutants and alternatives, and telling which tests they may touch."""

import pytest
import verify_course
from verify_course import LESSON

from autograder.authoring.answers import Reach, read_answers
from autograder.errors import LessonError
from autograder.notebook import LessonNotebook


@pytest.fixture
def course(tmp_path):
    return verify_course.write_course(tmp_path)


def notebook_of(course):
    return LessonNotebook.load(LESSON, course.source(LESSON))


def test_a_docstring_is_the_diagnosis_and_lines_keep_their_numbers(course):
    answers = read_answers(course, "mutant", notebook_of(course))
    first = next(answer for answer in answers if answer.name == "wrong_axis")
    assert first.diagnosis == "You add up columns. Read again: axes."
    lines = first.path.read_text().splitlines()
    assert first.source.splitlines()[-1] == lines[-1]
    assert len(first.source.splitlines()) == len(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"""Wrong."""\n\nx = (\n', "line 3: "),
        ("x = 1\n", "line 1: a docstring"),
        ("", "line 1: a docstring"),
        ('"""Wrong."""\nx = "\0"', "line 1: "),
    ],
    ids=["does not parse", "no docstring", "empty", "a null"],
)
def test_a_broken_file_is_refused_by_lesson_file_and_line(course, text, told):
    (course.mutants(LESSON) / "sum-up" / "broken.py").write_text(text)
    with pytest.raises(LessonError) as caught:
        read_answers(course, "mutant", notebook_of(course))
    place = f"lesson {LESSON}: autograder/mutants/{LESSON}/sum-up/broken.py, {told}"
    assert str(caught.value).startswith(place)


def test_a_folder_of_no_exercise_is_refused_with_those_there_are(course):
    verify_course.write_answers(course.root, "mutants", {"sumup": {"x": "x = 1"}})
    with pytest.raises(LessonError, match=r"no exercise 'sumup'. Exercises: sum-up, products"):
        read_answers(course, "mutant", notebook_of(course))


@pytest.mark.parametrize(
    ("source", "touched"),
    [
        ("def sum_up(x): return x", ["sum-up"]),
        ("def scale(x): return x", ["sum-up"]),
        ("def products(a, b): return a", ["sum-up", "products"]),
        ("torch.bmm = None", ["sum-up", "products"]),
        ("setattr(torch, 'bmm', None)", ["sum-up", "products"]),
        ("class K:\n    def __init__(self): self.products = 1", ["sum-up"]),
    ],
)
def test_an_answer_touches_what_names_what_it_defines(course, source, touched):
    reach = Reach(notebook_of(course), course.hidden(LESSON))
    assert reach.of("sum-up", source) == touched


def test_an_answer_touches_others_through_cells_between_them(tmp_path):
    source = verify_course.notebook_of(products="def products(a, b): return total(a)")
    between = verify_course.cell("total = lambda x: sum_up(x)", "between")
    source.cells.insert(2, between)
    course = verify_course.write_course(tmp_path, source=source)
    reach = Reach(notebook_of(course), course.hidden(LESSON))
    assert reach.of("sum-up", "def sum_up(x): return x") == ["sum-up", "products"]
    assert reach.of("products", "def products(a, b): return a") == ["products"]
