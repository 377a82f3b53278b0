"""Add a lesson to `course_config.py` without touching anything else in it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import libcst as cst
import libcst.matchers as m

from autograder.course import CONFIG_NAME, Course, Lesson, load_course
from autograder.errors import WorkbookError

__all__ = ["lesson_line", "with_lesson"]

WIDTH = 100
INDENT = " " * 8
LESSONS = m.Arg(keyword=m.Name("lessons"), value=m.Tuple() | m.List())
COURSE = m.Call(func=m.Name("Course") | m.Attribute(attr=m.Name("Course")))


def lesson_line(lesson: Lesson) -> str:
    """Return the call that describes a lesson, as it stands in `course_config.py`."""
    parts = [_quoted(lesson.name)]
    for name in ("requires", "preload"):
        values: tuple[str, ...] = getattr(lesson, name)
        if values:
            inner = ", ".join(map(_quoted, values)) + ("," if len(values) == 1 else "")
            parts.append(f"{name}=({inner})")
    line = f"Lesson({', '.join(parts)})"
    if len(INDENT + line) < WIDTH:
        return line
    inner = "".join(f"{INDENT}    {part},\n" for part in parts)
    return f"Lesson(\n{inner}{INDENT})"


def _quoted(text: str) -> str:
    return f'"{text}"'


def with_lesson(course: Course, lesson: Lesson) -> str | None:
    """Return the text of `course_config.py` with the lesson at its place.

    Its place is before the first lesson with a higher number, or else at the end. None where the
    lessons are not written as one tuple or list, or the outcome would not be this course and the
    lesson: then a person has to add it.
    """
    text = (course.root / CONFIG_NAME).read_text(encoding="utf-8")
    try:
        tree = cst.parse_module(text)
    except cst.ParserSyntaxError:
        return None
    edit = _Edit(lesson)
    changed = tree.visit(edit).code
    return changed if edit.done == 1 and _is_right(changed, course, lesson) else None


class _Edit(m.MatcherDecoratableTransformer):
    """Insert a lesson into `Course(lessons=(…))`; `done` counts how often that was possible."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson
        self.done = 0

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        if not m.matches(updated_node, COURSE):
            return updated_node
        args: list[cst.Arg] = []
        for arg in updated_node.args:
            if m.matches(arg, LESSONS) and isinstance(arg.value, cst.Tuple | cst.List):
                self.done += 1
                arg = arg.with_changes(value=_inserted(arg.value, self.lesson))
            args.append(arg)
        return updated_node.with_changes(args=args)


def _inserted(lessons: cst.Tuple | cst.List, lesson: Lesson) -> cst.Tuple | cst.List:
    elements = list(lessons.elements)
    value = cst.parse_expression(lesson_line(lesson))
    if not elements:
        return lessons.with_changes(elements=[cst.Element(value, comma=cst.Comma())])
    place = _place(elements, lesson)
    between = _between(lessons)
    if place < len(elements):
        new = cst.Element(value, comma=cst.Comma(whitespace_after=between))
        return lessons.with_changes(elements=[*elements[:place], new, *elements[place:]])
    last = elements[-1]
    ending = last.comma.whitespace_after if isinstance(last.comma, cst.Comma) else None
    if isinstance(ending, cst.ParenthesizedWhitespace):  # a comment stays with its own line
        plain = cst.TrailingWhitespace()
        after = cst.Comma(whitespace_after=ending.with_changes(first_line=plain))
        between = cst.ParenthesizedWhitespace(ending.first_line, last_line=_indent(between))
    else:
        after = cst.Comma() if ending is not None else cst.MaybeSentinel.DEFAULT
    last = last.with_changes(comma=cst.Comma(whitespace_after=between))
    return lessons.with_changes(elements=[*elements[:-1], last, cst.Element(value, comma=after)])


def _between(lessons: cst.Tuple | cst.List) -> cst.BaseParenthesizableWhitespace:
    """Return what separates two lessons: a line break as behind the bracket, or a space."""
    opening = lessons.lbracket if isinstance(lessons, cst.List) else lessons.lpar[0]
    inside = opening.whitespace_after
    if isinstance(inside, cst.ParenthesizedWhitespace):
        return cst.ParenthesizedWhitespace(last_line=inside.last_line)
    return cst.SimpleWhitespace(" ")


def _indent(space: cst.BaseParenthesizableWhitespace) -> cst.SimpleWhitespace:
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.last_line
    return cst.SimpleWhitespace(INDENT)


def _place(elements: Sequence[cst.BaseElement], lesson: Lesson) -> int:
    names = [_name(element) for element in elements]
    if None in names:
        return len(elements)
    known = [name for name in names if name is not None]
    least = max((known.index(one) + 1 for one in lesson.requires if one in known), default=0)
    later = (
        n for n, name in enumerate(known) if n >= least and _number(name) > _number(lesson.name)
    )
    return next(later, len(elements))


def _name(element: cst.BaseElement) -> str | None:
    value = element.value
    if isinstance(value, cst.Call) and value.args:
        first = value.args[0].value
        if isinstance(first, cst.SimpleString):
            return str(first.evaluated_value)
    return None


def _number(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split("-")[:3] if part.isdigit())


def _is_right(text: str, course: Course, lesson: Lesson) -> bool:
    """Whether the text describes the same course, and the lesson as well."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        Path(folder, CONFIG_NAME).write_text(text, encoding="utf-8")
        try:
            changed = load_course(Path(folder))
        except WorkbookError:
            return False
    others = tuple(one for one in changed.lessons if one.name != lesson.name)
    return others == course.lessons and changed.by_name.get(lesson.name) == lesson
