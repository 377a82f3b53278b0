"""Pages of the site that are made from the course: lessons, commands, modules, changes.

MkDocs calls these functions while it builds (`hooks:` in mkdocs.yml). Pictures come from the
executed lessons in `solutions/`, so the site shows what a student will see, and shows it today.
"""

import base64
import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from autograder.authoring.catalogue import Entry, catalogue
from autograder.cli import LazyCommand, main
from autograder.commands import SECTIONS
from autograder.course import Course, load_course

ROOT = Path(__file__).resolve().parents[1]
BY_HAND = ("utils", "data")
"""The modules of student_lib that lessons import and nobody exports."""
COLUMNS = 80
ELSEWHERE = re.compile(r"https://unpkg\.com/[\w@./-]+")
RAISED = re.compile(r"\^(\w|\{\w+\})")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages made here to the navigation."""
    entries = catalogue(load_course(ROOT))
    for title, pages in _sections(config.nav or []):
        if title == "Lessons":
            pages += [{entry.title: f"lessons/{entry.lesson}.md"} for entry in entries]
        if title == "Reference":
            pages += [{f"student_lib.{name}": f"reference/{name}.md"} for name in modules(entries)]
    return config


def _sections(nav: list[dict[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    return ((title, pages) for item in nav for title, pages in item.items())


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages themselves, with their pictures and notebooks."""
    for path, content in made(load_course(ROOT)).items():
        files.append(File.generated(config, path, content=content))
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Take out of Material's scripts what they would fetch for pages in a folder and diagrams."""
    for script in Path(config.site_dir, "assets", "javascripts").glob("bundle.*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(ELSEWHERE.sub("data:text/javascript,", text), encoding="utf-8")


def made(course: Course) -> dict[str, str | bytes]:
    """Return the contents of all pages made here, by their place under docs/."""
    entries = catalogue(course)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    pages: dict[str, str | bytes] = {
        "lessons/index.md": gallery(course, entries),
        "commands.md": commands(),
        "changelog.md": changes,
    }
    for entry in entries:
        pages[f"lessons/{entry.lesson}.md"] = lesson_page(course, entry, entries)
        pages[f"lessons/{entry.lesson}.png"] = cover(course.solution(entry.lesson))
        pages[f"lessons/{entry.lesson}.ipynb"] = course.release(entry.lesson).read_bytes()
    for name in modules(entries):
        pages[f"reference/{name}.md"] = f"# student_lib.{name}\n\n::: student_lib.{name}\n"
    return pages


def modules(entries: list[Entry]) -> list[str]:
    """Return the modules of student_lib that a student imports."""
    return [*BY_HAND, *(entry.module for entry in entries if entry.module)]


def cover(solution: Path) -> bytes:
    """Return the picture that stands for a lesson: the largest of its cold open, else of all."""
    if not solution.is_file():
        raise SystemExit(f"{solution} is missing: run `workbook build {solution.stem}`")
    cells = json.loads(solution.read_text(encoding="utf-8"))["cells"]
    opening = [cell for cell in cells if "cold-open" in cell["metadata"].get("tags", [])]
    found = [*pictures(opening)] or [*pictures(cells)]
    if not found:
        raise SystemExit(
            f"{solution} has no picture: draw one, best at the top, and run `workbook build`"
        )
    return max(found, key=area)


def pictures(cells: list[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the PNG pictures that the cells show."""
    for cell in cells:
        for output in cell.get("outputs", []):
            if data := output.get("data", {}).get("image/png"):
                yield base64.b64decode("".join(data))


def area(png: bytes) -> int:
    """Return width times height, which a PNG file says in its first bytes."""
    width, height = struct.unpack(">II", png[16:24])
    return width * height


def gallery(course: Course, entries: list[Entry]) -> str:
    """Return the page with a card for each lesson."""
    cards = "\n".join(card(course, entry, entries) for entry in entries)
    points = sum(entry.points for entry in entries)
    count = sum(len(entry.exercises) for entry in entries)
    return f"""# Lessons

{len(entries)} lessons so far, {count} exercises, {points:g} points. Each is one notebook: pictures,
things to try and to predict, exercises with checks that say in words what is wrong.

<div class="grid cards wb-lessons" markdown>

{cards}
</div>
"""


def card(course: Course, entry: Entry, entries: list[Entry]) -> str:
    """Return a lesson's card: an item of a list, indented as Markdown wants it."""
    lines = [
        f"[![]({entry.lesson}.png){{ .wb-cover }}]({entry.lesson}.md)",
        f"**[{entry.title}]({entry.lesson}.md)**",
        entry.short,
        f"{facts(entry)}\n{{ .wb-facts }}",
        builds_on(course, entry, entries),
        f"[What is in it]({entry.lesson}.md) · [Notebook]({entry.lesson}.ipynb)",
    ]
    text = "\n\n".join(line for line in lines if line)
    return "-   " + text.replace("\n", "\n    ") + "\n"


def facts(entry: Entry) -> str:
    """Return difficulty, time and points in a line."""
    parts = [
        f'<span title="difficulty, of five">{entry.difficulty}</span>' if entry.difficulty else "",
        entry.time.split(",")[0],
        f"{len(entry.exercises)} exercises",
    ]
    return " · ".join(part for part in parts if part)


def builds_on(course: Course, entry: Entry, entries: list[Entry]) -> str:
    """Name the lessons whose code this one imports."""
    titles = {one.lesson: one.title for one in entries}
    required = course.lesson(entry.lesson).requires
    links = ", ".join(f"[{titles[name]}]({name}.md)" for name in required if name in titles)
    return f"Builds on {links}." if links else ""


def lesson_page(course: Course, entry: Entry, entries: list[Entry]) -> str:
    """Return the page on one lesson."""
    goals = "\n".join(f"- {goal}" for goal in entry.goals)
    rows = "\n".join(f"| `{one.id}` | {one.points:g} |" for one in entry.exercises)
    module = entry.module
    exports = f"What you build becomes [`student_lib.{module}`](../reference/{module}.md).\n"
    return f"""# {entry.title}

{entry.problem}

![]({entry.lesson}.png){{ .wb-picture }}

{facts(entry)}
{{ .wb-facts }}

**You need** {plain_formulas(entry.needs)} {builds_on(course, entry, entries)}

## When you are done you can

{goals}

## Open it

```sh
workbook lab {entry.lesson}
```

in the course's folder, or take [the notebook]({entry.lesson}.ipynb) and the student library that
comes with it in your course's bundle. {exports if module else ""}
## Exercises

| exercise | points |
|---|---|
{rows}
"""


def plain_formulas(text: str) -> str:
    """Return $x^2$ as HTML: the site has no renderer of formulas, and needs none for these."""
    return re.sub(r"\$([^$]+)\$", lambda found: f"<i>{RAISED.sub(_sup, found[1])}</i>", text)


def _sup(found: re.Match[str]) -> str:
    return f"<sup>{found[1].strip('{}')}</sup>"


def commands() -> str:
    """Return the manual of the `workbook` command: what `--help` says of each."""
    root = click.Context(main, info_name="workbook", terminal_width=COLUMNS)
    parts = [
        "# Commands",
        "What `workbook --help` and `workbook COMMAND --help` say.",
        help_of(root),
    ]
    for title, names in SECTIONS.items():
        parts.append(f"## {title}")
        for name in names:
            parts += [f"### {name}", help_of(context(root, name))]
    return "\n\n".join(parts) + "\n"


def context(root: click.Context, name: str) -> click.Context:
    """Return the context in which a command shows its help."""
    command = main.commands[name]
    if isinstance(command, LazyCommand):
        command = command.load()
    return click.Context(command, parent=root, info_name=name, terminal_width=COLUMNS)


def help_of(context: click.Context) -> str:
    """Return what a command says under --help, as a block."""
    return f"```text {{ .wb-manual }}\n{context.get_help()}\n```"
