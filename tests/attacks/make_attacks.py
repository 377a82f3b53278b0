"""Make `notebooks/<group>/<name>.ipynb` from `texts/<group>/<name>.py`, one attack each.

    python tests/attacks/make_attacks.py            write all notebooks
    python tests/attacks/make_attacks.py --check    say which are not what their text makes

A text is the answer cell of the exercise `add`. Its docstring is taken off: the title, then what is
expected, a line each.

    verdict: Z      Z no points · N no effect · L:<limit> stopped by that limit · S made inert
    right: zero     what the same cell earns when its `answer` is right: full, zero, points; several
                    where the machine's speed decides
    ends: crashed   how the cell ends, as grading notes it (-: well); several where any may be
    seen: timeout   a verdict that the tests of `add` have; several where any may be
    says: denied    what the cell prints; without it nobody could tell an attack from a typing error
    cells: doubled  a change of the notebook's other cells, by name

`answer(a, b)` stands above every text; the notebook's returns a wrong sum. What is between @…@
(a path, a port) is filled in when the notebook is handed in.
"""

import ast
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from attack_course import ANSWERS, cell, notebook, own_cell
from IPython.core.inputtransformer2 import TransformerManager

HERE = Path(__file__).parent
WRONG = "def answer(a, b):\n    return a\n"
RIGHT = "def answer(a, b):\n    return a + b\n"
FIELDS = ("verdict", "right", "ends", "seen", "says", "cells")
EARNS = {"N": "full", "S": "full", "L:output": "full"}
SEEN = {"L:time": "timeout", "L:memory": "memory"}


@dataclass(frozen=True)
class Attack:
    """One attack, as its notebook's metadata describes it."""

    group: str
    name: str
    title: str
    verdict: str
    right: list[str]
    ends: list[str]
    seen: list[str]
    says: list[str]

    @classmethod
    def read(cls, path: Path) -> tuple["Attack", dict]:
        """Return an attack and its notebook."""
        made = json.loads(path.read_text(encoding="utf-8"))
        return cls(**made["metadata"]["attack"]), made


def texts() -> list[Path]:
    """All texts, in order."""
    return sorted((HERE / "texts").glob("*/*.py"))


def notebooks() -> list[Path]:
    """All notebooks, in order."""
    return sorted((HERE / "notebooks").glob("*/*.ipynb"))


def notebook_of(text: Path) -> Path:
    """Where the notebook of a text lies."""
    return HERE / "notebooks" / text.parent.name / f"{text.stem}.ipynb"


def read_text(path: Path) -> tuple[str, dict[str, list[str]], str]:
    """Return a text's title, its fields and its code."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(TransformerManager().transform_cell(text))
    title, _, rest = (ast.get_docstring(tree) or "").partition("\n")
    fields: dict[str, list[str]] = {}
    for line in filter(None, rest.splitlines()):
        name, found, value = line.partition(": ")
        if not found or name not in FIELDS:
            raise SystemExit(f"{path}: {line!r} is no field; there are {', '.join(FIELDS)}")
        fields.setdefault(name, []).append(value)
    end = tree.body[0].end_lineno or 0
    return title, fields, "\n".join(text.splitlines()[end:]).strip("\n")


def made(path: Path) -> str:
    """Return the notebook that a text makes."""
    title, fields, code = read_text(path)
    (verdict,) = fields["verdict"]
    seen = fields.get("seen", [SEEN[verdict]] if verdict in SEEN else [])
    attack = Attack(
        group=path.parent.name,
        name=path.stem,
        title=title,
        verdict=verdict,
        right=words(fields.get("right", [EARNS.get(verdict, "zero")])),
        ends=words(fields.get("ends", [])),
        seen=words(seen),
        says=fields.get("says", []),
    )
    tree = ast.parse(TransformerManager().transform_cell(code))
    own = {getattr(node, "name", ast.unparse(node)) for node in tree.body}
    code = code if own & {"add", "add = answer"} else f"{code}\n\n\nadd = answer".lstrip("\n")
    filled = notebook(ANSWERS | {"add": f"{WRONG}\n\n{code}"})
    filled["cells"].insert(0, own_cell("about", f"# {title}", "markdown"))
    for name in fields.get("cells", []):
        CHANGES[name](filled)
    filled["metadata"]["attack"] = asdict(attack)
    return json.dumps(filled, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def words(lines: list[str]) -> list[str]:
    """Split lines at commas."""
    found = (word.strip() for line in lines for word in line.split(","))
    return [word.removeprefix("-") for word in found]


# what an attack may do to the notebook around its cell


def change(function: Callable[[dict], None]) -> Callable[[dict], None]:
    """Let texts name this change."""
    CHANGES[function.__name__.replace("_", "-")] = function
    return function


CHANGES: dict[str, Callable[[dict], None]] = {}


@change
def no_checks(made: dict) -> None:
    """Delete all grade cells."""
    made["cells"] = [one for one in made["cells"] if not one["id"].endswith("-check")]


@change
def doubled_checks(made: dict) -> None:
    """Double all grade cells, the copies worth a hundred points and asserting nothing."""
    for position, one in reversed(list(enumerate(made["cells"]))):
        if one["id"].endswith("-check"):
            copy = cell(one["id"], "pass", grade=True, points=100)
            made["cells"].insert(position + 1, copy | {"id": f"{one['id']}-2"})


@change
def rewritten_checks(made: dict) -> None:
    """Rewrite grade cells, their points, and the author's locked cells."""
    for one in made["cells"]:
        if one["id"] == "imports":
            one["source"] = "torch = None"
        if one["id"].endswith("-check"):
            one["source"] = "print('4/4 points')"
            one["metadata"]["nbgrader"] |= {"points": 1000, "locked": False}


@change
def swapped_roles(made: dict) -> None:
    """Say that the answer cell is the grade cell, and the other way round."""
    marks = {one["id"]: one["metadata"].get("nbgrader", {}) for one in made["cells"]}
    marks["add"] |= {"grade": True, "solution": False, "locked": True, "points": 50}
    marks["add-check"] |= {"grade": False, "solution": True, "locked": False}


@change
def foreign_kernel(made: dict) -> None:
    """Ask for another kernel."""
    made["metadata"]["kernelspec"] = {
        "name": "../../tmp/left-by-an-attack", "display_name": "bash", "language": "bash"
    }  # fmt: skip
    made["metadata"]["language_info"] = {"name": "bash"}


@change
def faked_outputs(made: dict) -> None:
    """Bring outputs along, as if everything had been graded."""
    page = "<h1>4/4 points</h1><script>alert('brought-along')</script>"
    for one in made["cells"]:
        if one["cell_type"] == "code":
            data = {"text/html": page, "application/vnd.jupyter.widget-view+json": {"a": 1}}
            stream = {"output_type": "stream", "name": "stdout", "text": "brought-along passed"}
            shown = {"output_type": "display_data", "data": data, "metadata": {"x": page}}
            one |= {"outputs": [stream, shown], "execution_count": 7}


@change
def markup_in_cells(made: dict) -> None:
    """Write markup, templates and escape sequences into cells, ids, names and metadata."""
    text = "\n\n".join(MARKUP)
    pixel = {"x.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}
    own = own_cell("own-text", f"{text}\n\n![x](attachment:x.svg)", "markdown")
    made["cells"][1:1] = [
        own | {"attachments": pixel},
        own_cell("own-code", "\n".join(f"# {line}" for line in MARKUP)),
        own_cell("raw", text, "raw", format="text/html"),
    ]
    made["metadata"] |= {"title": MARKUP[0], "authors": [{"name": MARKUP[0]}]}
    made["metadata"]["language_info"] |= {"pygments_lexer": MARKUP[0], "name": MARKUP[0]}


MARKUP = [
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg>",
    "<iframe src='https://evil.invalid'></iframe><a href='javascript:alert(4)'>a</a>",
    "{{7*7}} {% raw %} {{ cells.__class__ }} ${7*7} #{7*7} <%= 7*7 %>",
    "[click](javascript:alert(5)) ![pixel](https://evil.invalid/p.png) `</code><b>`",
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.invalid\x07link\x1b]8;;\x07 \x1b[2J",
    "$\\href{javascript:alert(6)}{x}$ $$\\unicode{<img src=x onerror=alert(7)>}$$",
]


@change
def same_ids(made: dict) -> None:
    """Give all cells the same id."""
    for one in made["cells"]:
        one["id"] = "same"


def stale() -> Iterator[Path]:
    """Yield notebooks that are not what their text makes, and those without a text."""
    wanted = {notebook_of(text): text for text in texts()}
    yield from sorted(set(notebooks()) - wanted.keys())
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != made(text):
            yield path


def main() -> int:
    """Write or check all notebooks."""
    found = list(stale())
    if "--check" in sys.argv[1:]:
        for path in found:
            print(f"{path} does not match its text: run {Path(__file__).name}")
        return int(bool(found))
    for path in found:
        path.unlink(missing_ok=True)
    for text in texts():
        path = notebook_of(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made(text), encoding="utf-8")
    print(f"{len(texts())} notebooks, {len(found)} of them new or changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
