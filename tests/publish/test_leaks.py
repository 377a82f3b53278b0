"""What gives a secret away is found wherever it is; what is no secret is not."""

import base64
import gzip
import html
import io
import json
import textwrap
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from publish_course import (
    ALTERNATIVE,
    ANSWER,
    CHECK,
    FIRST,
    HIDDEN,
    MUTANT,
    NAIVE,
    SOLUTION,
    cell,
    first,
    indented,
    notebook,
    write_source,
)

from autograder.authoring.release import read_tree
from autograder.course import Course, load_course
from autograder.errors import LeakError, LessonError
from autograder.leaks import Leak, course_secrets, find_leaks, refuse_leaks

BOOK = "lesson/lesson.ipynb"
PLAIN = "\n".join(line.partition("  #")[0] for line in SOLUTION.splitlines()) + "\n"
RENAMED = """\
def smooth(values, n):
    if n < 1:
        raise ValueError("too narrow")
    total = [0.0]
    for v in values:
        total.append(total[-1] + v)
    return [(right - left) / n for left, right in zip(total, total[n:])]
"""


def found(course: Course, files: dict[str, bytes]) -> list[Leak]:
    return find_leaks(files, *course_secrets(course))


def book(*cells: dict[str, Any]) -> dict[str, bytes]:
    return {BOOK: json.dumps(notebook(*cells)).encode()}


def prose(text: str) -> dict[str, bytes]:
    return book(cell("story", text, "markdown"))


def code(text: str) -> dict[str, bytes]:
    return book(cell("story", text))


def fenced(text: str) -> dict[str, bytes]:
    return prose(f"Look:\n\n```python\n{text}```\n\nNice.")


def commented(text: str) -> dict[str, bytes]:
    return code("x = 1\n" + "".join(f"# {line}\n" for line in text.splitlines()))


def as_html(text: str) -> dict[str, bytes]:
    escaped = html.escape(text).replace("for", "<b>for</b>")
    return prose(f"<details><pre>{escaped}</pre></details>")


def in_metadata(text: str) -> dict[str, bytes]:
    content = notebook(cell("story", "x = 1"))
    content["cells"][0]["metadata"]["note"] = {"why": [text]}
    return {BOOK: json.dumps(content).encode()}


def in_notebook_metadata(text: str) -> dict[str, bytes]:
    content = notebook(cell("story", "x = 1"))
    content["metadata"]["note"] = text
    return {BOOK: json.dumps(content).encode()}


def in_output(text: str) -> dict[str, bytes]:
    one = cell("story", "x = 1")
    lines = text.splitlines(keepends=True)
    one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": lines}]
    return book(one)


def in_html_output(text: str) -> dict[str, bytes]:
    one = cell("story", "x = 1")
    data = {"text/html": [f"<span>{html.escape(line)}</span>\n" for line in text.splitlines()]}
    one["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    return book(one)


def attached(text: str) -> dict[str, bytes]:
    one = cell("story", "![a](attachment:a.txt)", "markdown")
    one["attachments"] = {"a.txt": {"text/plain": base64.b64encode(text.encode()).decode()}}
    return book(one)


def in_library(text: str) -> dict[str, bytes]:
    return {"student_lib/extras.py": f'"""Extras."""\n\n\n{text}'.encode()}


def in_wheel(text: str) -> dict[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("student_lib/extras.py", text)
    return {"student_lib.whl": packed.getvalue()}


def zipped(text: str) -> dict[str, bytes]:
    return {"data/notes.txt.gz": gzip.compress(text.encode())}


def in_binary(text: str) -> dict[str, bytes]:
    return {"data/weights.bin": b"\x00\xff\x01" * 50 + text.encode() + b"\x00\xfe"}


def in_readme(text: str) -> dict[str, bytes]:
    return {"README.md": f"# Read me\n\n{text}".encode()}


PLACES: dict[str, Callable[[str], dict[str, bytes]]] = {
    "prose": prose,
    "a fence": fenced,
    "a code cell": code,
    "comments": commented,
    "html": as_html,
    "cell metadata": in_metadata,
    "notebook metadata": in_notebook_metadata,
    "an output": in_output,
    "an html output": in_html_output,
    "an attachment": attached,
    "the library": in_library,
    "a wheel": in_wheel,
    "gzip": zipped,
    "a binary file": in_binary,
    "the readme": in_readme,
}
SECRETS = {
    "solution": PLAIN,
    "hidden test": HIDDEN,
    "mutant": MUTANT,
    "alternative": ALTERNATIVE,
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize(("kind", "text"), SECRETS.items(), ids=SECRETS.keys())
def test_a_secret_is_found_wherever_it_is(
    built: Course, place: Callable[[str], dict[str, bytes]], kind: str, text: str
) -> None:
    files = place(text)
    leaks = found(built, files)
    assert kind in {leak.secret.kind for leak in leaks}
    assert all(leak.place.startswith(next(iter(files))) for leak in leaks)


@pytest.mark.parametrize("place", [fenced, code, in_library, in_output, in_wheel])
def test_other_names_do_not_hide_a_solution(
    built: Course, place: Callable[[str], dict[str, bytes]]
) -> None:
    leaks = found(built, place(RENAMED))
    assert [leak.secret.kind for leak in leaks] == ["solution"]
    assert leaks[0].renamed


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n    ", " ").replace("ValueError(f", "ValueError( f"),
        textwrap.indent(PLAIN, "\t\t").replace('"', "'"),
        PLAIN.replace("\n", "\n\n# and now\n\n"),
        "\n".join(f"> {line}" for line in PLAIN.splitlines()),
        "\n".join(f">>> {line}" for line in PLAIN.splitlines()),
    ],
    ids=["fewer lines", "indentation and quotes", "comments between", "quoted", "prompts"],
)
def test_layout_does_not_hide_a_solution(built: Course, text: str) -> None:
    assert {leak.secret.kind for leak in found(built, prose(text))} == {"solution"}


def test_a_long_text_is_searched_too(built: Course) -> None:
    filler = "".join(f"To be, or not to be, that is question number {n}.\n" for n in range(9000))
    (leak,) = found(built, zipped(filler + PLAIN + filler))
    assert leak.secret.kind == "solution"
    assert leak.line == 9001
    assert not found(built, zipped(filler))


def test_numbers_that_hidden_tests_keep_are_found(course: Course) -> None:
    numbers = json.dumps([n**0.5 for n in range(30)])
    (course.hidden(FIRST) / "expected.json").write_text(numbers)
    (leak,) = found(course, in_output(numbers))
    assert leak.secret.place.endswith("expected.json")


def test_six_lines_of_a_longer_solution_are_enough(course: Course) -> None:
    lines = [f"v{n} = torch.roll(v{n - 1}, {n}, dims={n})" for n in range(1, 13)]
    content = first()
    solution = indented("\n".join(lines))
    content["cells"][3]["source"] = ANSWER.format(solution)
    write_source(course.root, FIRST, content)
    assert found(course, prose("\n".join(lines[3:9])))
    assert not found(course, prose("\n".join(lines[3:4])))


def test_a_leak_names_its_place_and_its_home(built: Course) -> None:
    (leak,) = found(built, prose(f"Look:\n\n{PLAIN}"))
    assert str(leak) == (
        f"{BOOK}, cell 'story', line 3: the solution of lesson {FIRST}, "
        "cell 'moving-average', lines 5-10"
    )


def test_a_leak_of_a_file_names_the_file(built: Course) -> None:
    (leak,) = found(built, in_output(MUTANT))
    home = f"autograder/mutants/{FIRST}/moving-average/divides_by_the_sums.py"
    assert str(leak).startswith(f"{BOOK}, cell 'story', outputs, line ")
    assert f"the mutant of lesson {FIRST}, {home}, lines " in str(leak)


def test_the_release_and_the_library_give_nothing_away(built: Course) -> None:
    files = read_tree(built.root / "release")
    files |= {name: data for name, data in read_tree(built.root / "student_lib").items()}
    del files["sums.py"]
    assert found(built, files) == []


def test_the_module_of_the_lesson_itself_is_a_leak(built: Course) -> None:
    files = {"sums.py": (built.root / "student_lib" / "sums.py").read_bytes()}
    assert {leak.secret.kind for leak in found(built, files)} == {"solution"}


def test_a_module_that_is_shipped_is_no_secret(built: Course) -> None:
    path = built.root / "student_lib" / "sums.py"
    secrets, public = course_secrets(built, [path])
    files = {"sums.py": path.read_bytes()} | prose(PLAIN)
    assert find_leaks(files, secrets, public) == []
    assert {one.secret.kind for one in find_leaks(code(ALTERNATIVE), secrets, public)}


@pytest.mark.parametrize(
    "files",
    [
        prose("The last step: `return [(b - a) / width for a, b in zip(sums, sums[width:])]`"),
        code(ANSWER.partition("    ###")[0] + "    pass"),
        code(CHECK),
        code(NAIVE),
        prose("One and one: `test_one = 1 + 1`"),
        in_library("def plus(a: float, b: float) -> float:\n    return a + b\n"),
        prose("You divide by the number of sums. Read again: what is divided."),
    ],
    ids=[
        "the last line of a help",
        "signature and docstring",
        "the visible check, which a hidden test repeats",
        "a mistake that the lesson shows",
        "a trivial solution",
        "short code of its own",
        "a diagnosis",
    ],
)
def test_what_the_lesson_shows_is_no_secret(built: Course, files: dict[str, bytes]) -> None:
    assert found(built, files) == []


def test_the_solution_is_a_leak_even_where_the_lesson_says_it(course: Course) -> None:
    content = first()
    content["cells"].append(cell("spoiler", f"```python\n{SOLUTION}```", "markdown"))
    write_source(course.root, FIRST, content)
    files = {BOOK: json.dumps(content).encode()}
    places = {leak.place for leak in found(course, files)}
    assert f"{BOOK}, cell 'spoiler'" in places


def test_a_cell_tagged_reveals_shows_it_on_purpose(course: Course) -> None:
    content = first()
    shown = cell("spoiler", f"```python\n{SOLUTION}```", "markdown", tags=["reveals"])
    content["cells"].append(shown)
    write_source(course.root, FIRST, content)
    assert found(course, prose(shown["source"])) == []
    assert found(course, prose(HIDDEN))


def test_the_error_lists_all_that_was_found(built: Course) -> None:
    files = prose(PLAIN) | in_library(MUTANT)
    with pytest.raises(LeakError) as error:
        refuse_leaks(files, *course_secrets(built))
    text = str(error.value)
    assert "cell 'story', line 1: the solution of lesson" in text
    assert "student_lib/extras.py, line" in text
    assert "reveals" in text


@pytest.mark.parametrize("kind", ["hidden", "mutants", "alternatives"])
def test_a_file_that_does_not_parse_is_named_with_its_line(course: Course, kind: str) -> None:
    (path, *_) = sorted((course.root / "autograder" / kind).rglob("*.py"))
    path.write_text('"""Broken."""\n\ndef f(:\n')
    with pytest.raises(LessonError, match=rf"lesson {FIRST}: autograder/{kind}/.*py, line 3: "):
        course_secrets(load_course(course.root))
