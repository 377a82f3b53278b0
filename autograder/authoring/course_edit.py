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

Lessons = cst.Tuple | cst.List
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
    lines = (f"{INDENT}    {_wrapped(part)},\n" for part in parts)
    return f"Lesson(\n{''.join(lines)}{INDENT})"


def _wrapped(part: str) -> str:
    """Return `name=("a", "b")`, a value a line where it is too long for one."""
    inner = f"{INDENT}    "
    if len(inner + part) < WIDTH:
        return part
    head, _, values = part.removesuffix(")").partition("(")
    lines = (f"{inner}    {value},\n" for value in values.split(", "))
    return f"{head}(\n{''.join(lines)}{inner})"


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


def _inserted(lessons: Lessons, lesson: Lesson) -> Lessons:
    elements = list(lessons.elements)
    value = cst.parse_expression(lesson_line(lesson))
    opening = _opening(lessons).whitespace_after
    if not elements:
        return _filled(lessons, value, opening)
    between = _between(opening)
    place = _place(elements, lesson)
    if place < len(elements):
        new = cst.Element(value, comma=cst.Comma(whitespace_after=between))
        return lessons.with_changes(elements=[*elements[:place], new, *elements[place:]])
    last = elements[-1]
    closing = _closing(lessons).whitespace_before
    if isinstance(closing, cst.ParenthesizedWhitespace):  # a comment stays with its own line
        last = last.with_changes(comma=cst.Comma(whitespace_after=_break(closing, between)))
        lessons = _closed(lessons, closing.with_changes(first_line=cst.TrailingWhitespace()))
        new = cst.Element(value, comma=cst.Comma())
    else:
        new = cst.Element(value, comma=last.comma)
        last = last.with_changes(comma=cst.Comma(whitespace_after=between))
    return lessons.with_changes(elements=[*elements[:-1], last, new])


def _opening(lessons: Lessons) -> cst.LeftSquareBracket | cst.LeftParen:
    return lessons.lbracket if isinstance(lessons, cst.List) else lessons.lpar[0]


def _closing(lessons: Lessons) -> cst.RightSquareBracket | cst.RightParen:
    return lessons.rbracket if isinstance(lessons, cst.List) else lessons.rpar[0]


def _closed(lessons: Lessons, space: cst.BaseParenthesizableWhitespace) -> Lessons:
    """Return the lessons with this space before the closing bracket."""
    if isinstance(lessons, cst.List):
        return lessons.with_changes(rbracket=cst.RightSquareBracket(whitespace_before=space))
    return lessons.with_changes(rpar=[cst.RightParen(whitespace_before=space)])


def _filled(
    lessons: Lessons, value: cst.BaseExpression, opening: cst.BaseParenthesizableWhitespace
) -> Lessons:
    """Return the brackets, empty so far, with one lesson between them."""
    new = cst.Element(value, comma=cst.Comma())
    if isinstance(opening, cst.ParenthesizedWhitespace):  # it ends before the closing bracket
        lessons = _closed(lessons, cst.ParenthesizedWhitespace(last_line=opening.last_line))
        inner = cst.SimpleWhitespace(opening.last_line.value + " " * 4)
        bracket = _opening(lessons).with_changes(
            whitespace_after=opening.with_changes(last_line=inner)
        )
        is_list = isinstance(lessons, cst.List)
        lessons = lessons.with_changes(
            **({"lbracket": bracket} if is_list else {"lpar": [bracket]})
        )
    return lessons.with_changes(elements=[new])


def _between(opening: cst.BaseParenthesizableWhitespace) -> cst.BaseParenthesizableWhitespace:
    """Return what separates two lessons: a line break as behind the bracket, or a space."""
    if isinstance(opening, cst.ParenthesizedWhitespace):
        return cst.ParenthesizedWhitespace(last_line=opening.last_line)
    return cst.SimpleWhitespace(" ")


def _break(
    closing: cst.ParenthesizedWhitespace, between: cst.BaseParenthesizableWhitespace
) -> cst.ParenthesizedWhitespace:
    """Return a line break that keeps the comment which stood behind the last lesson."""
    known = isinstance(between, cst.ParenthesizedWhitespace)
    indent = between.last_line if known else cst.SimpleWhitespace(INDENT)
    return cst.ParenthesizedWhitespace(closing.first_line, last_line=indent)


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
    return others == tuple(course.lessons) and changed.by_name.get(lesson.name) == lesson
