"""solutions/README.md: all lessons on a page, and whether it still says what they say."""

from tiny_course import ALONE, FIRST, SECOND, change

from autograder.authoring import solutions_index
from autograder.course import Course


def test_lessons_stand_in_course_order_with_exercises_and_modules(course: Course) -> None:
    text = solutions_index.text(course)
    links = [f"]({name}/{name}.ipynb)" for name in (FIRST, SECOND, ALONE)]
    places = [text.index(link) for link in links]
    assert places == sorted(places)
    assert "Exercises, with their points: `half` (2)." in text
    assert text.count("Exports `student_lib.") == 2


def test_every_link_leads_to_an_executed_lesson(course: Course) -> None:
    page = course.root / "solutions" / "README.md"
    targets = [part.split(")")[0] for part in page.read_text().split("](")[1:]]
    assert targets
    assert all((page.parent / target).is_file() for target in targets)


def test_a_changed_title_makes_the_page_stale_until_it_is_written(course: Course) -> None:
    assert solutions_index.check(course) == []
    change(course, ALONE, lambda cells: cells["title"].update(source="# Other"))
    assert solutions_index.check(course) == [
        "solutions/README.md does not match the sources: run `workbook build`"
    ]
    assert solutions_index.write(course) == [course.root / "solutions" / "README.md"]
    assert solutions_index.check(course) == []
    assert solutions_index.write(course) == []


def test_a_missing_page_is_said(course: Course) -> None:
    (course.root / "solutions" / "README.md").unlink()
    assert solutions_index.check(course) == ["solutions/README.md is missing: run `workbook build`"]


def test_a_lesson_that_cannot_be_read_leaves_the_page_as_it_is(course: Course) -> None:
    course.source(FIRST).write_text("{")
    page = course.root / "solutions" / "README.md"
    before = page.read_bytes()
    assert solutions_index.write(course) == []
    assert page.read_bytes() == before
    (finding,) = solutions_index.check(course)
    assert FIRST in finding
