"""What you built, as a module of your own that later lessons import in the place of the library's.

`export` writes the cells of a notebook that begin with `# | export`; `use` puts the module in.
The lessons' own modules are made from the same cells by `workbook build`.
"""

import ast
import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import student_lib
from student_lib.seat.journal import home
from student_lib.seat.lessons import BLANK, read_notebook

__all__ = ["DEFAULT_EXP", "EXPORT", "SOLUTION_MARK", "export", "use"]

DEFAULT_EXP = re.compile(r"\s*#\s*\|\s*default_exp\b:?[ \t]*(.*?)\s*$", re.MULTILINE)
EXPORT = re.compile(r"\s*#\s*\|\s*export\w*\b:?[ \t]*(.*?)\s*$", re.MULTILINE)
SOLUTION_MARK = re.compile(r"^[ \t]*#+\s*(BEGIN|END) SOLUTION.*\n?", re.MULTILINE)


def export(notebook: Path) -> str:
    """Write the exported cells of a notebook into a module of the student's; say what came of it.

    Raises ValueError when it is no notebook, exports nothing, or a cell has a syntax error.
    """
    cells = [cell for cell in read_notebook(notebook)["cells"] if cell["cell_type"] == "code"]
    named = [found[1] for cell in cells if (found := DEFAULT_EXP.match(cell["source"]))]
    if not named or not named[0].isidentifier():
        raise ValueError(f"{notebook} names no module by `# | default_exp`: it exports nothing")
    exported = [cell for cell in cells if EXPORT.match(cell["source"])]
    blank = [cell["id"] for cell in exported if BLANK.search(cell["source"])]
    parts = [f'"""What you built in {notebook.stem}. Written by `student_lib.export_mine`."""\n']
    for cell in exported:
        if cell["id"] not in blank:
            parts.append(f"# cell {cell['id']}\n{_code(cell)}\n")
    path = _place(named[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text("\n\n".join(parts), encoding="utf-8")
    os.replace(new, path)
    left = f"\nLeft out, since they are blank: {', '.join(blank)}" if blank else ""
    return (
        f"Your module {named[0]} lies in {path}.\nWhere a notebook builds on it, call "
        f'student_lib.use_mine("{named[0]}") first.{left}'
    )


def _place(module: str) -> Path:
    return home() / "mine" / f"{module}.py"


def _code(cell: dict[str, Any]) -> str:
    source = SOLUTION_MARK.sub("", EXPORT.sub("", cell["source"], count=1)).strip("\n")
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise ValueError(
            f"cell {cell['id']!r}, line {error.lineno}: {error.msg}. Nothing was written"
        ) from None
    return source


def use(module: str) -> str:
    """Put the student's own module in the place of the library's; say what came of it.

    The library's stays where there is no own one, or where it comes too late. So the call does no
    harm while a submission is graded, where no student's file is to be found.
    """
    name, path = f"student_lib.{module}", _place(module)
    here = sys.modules.get(name)
    if not path.is_file():
        return (
            f"{name} stays the library's, for you have exported no {module}: open the notebook in "
            "which you built it, and run student_lib.export_mine with the notebook's name"
        )
    if here is not None and not isinstance(here, _Mine):
        return (
            f"{name} stays the library's, for it has been imported before: restart the kernel and "
            "call student_lib.use_mine in the first cell"
        )
    try:
        mine = _load(name, path)
    except Exception as error:  # whatever the student wrote
        sys.modules.pop(name, None)
        return f"{name} stays the library's, for yours raises {type(error).__name__}: {error}"
    lacks = ", ".join(mine.lacking())
    more = (
        f" It lacks {lacks}: whatever imports one of these will stop and say so." if lacks else ""
    )
    return f"{name} is yours now, from {path}.{more} Grading uses the library's."


def _load(name: str, path: Path) -> "_Mine":
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be read as a module")
    mine = _Mine(name, path, tuple(_offered(name)))
    mine.__spec__ = spec
    sys.modules[name] = mine
    spec.loader.exec_module(mine)
    setattr(student_lib, name.rpartition(".")[2], mine)
    return mine


def _offered(name: str) -> Iterator[str]:
    """Yield what the library's module of that name offers, without running it."""
    spec = PathFinder.find_spec(name, student_lib.__path__)
    origin = Path(spec.origin) if spec and spec.origin else None
    if origin is None or not origin.is_file():
        return
    for node in ast.parse(origin.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                yield from ast.literal_eval(value)
            case _:
                pass


class _Mine(ModuleType):
    """A student's module; asked for what only the library's has, it says so."""

    def __init__(self, name: str, path: Path, offered: tuple[str, ...]) -> None:
        super().__init__(name)
        self.__file__ = str(path)
        self._offered = offered

    def lacking(self) -> list[str]:
        """Return what the library's module has and this one has not."""
        return [name for name in self._offered if name not in vars(self)]

    def __getattr__(self, name: str) -> NoReturn:
        if name in vars(self).get("_offered", ()):
            raise ImportError(
                f"your {self.__name__} has no {name}: write it in the notebook in which you built "
                "the rest, export that again, and restart this kernel; or leave out "
                f'student_lib.use_mine("{self.__name__.rpartition(".")[2]}") to use the library\'s'
            )
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
