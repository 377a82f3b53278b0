"""Completion in bash, zsh and fish, by click.

A key press must be answered at once, and importing a command takes seconds. So the options of a
command are read from its source: the `click.option` and `click.argument` calls above its function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from autograder import PACKAGE
from autograder.errors import WorkbookError

__all__ = ["command", "stand_in"]

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print what lets SHELL complete the workbook's commands, options and lessons.

    Add it to the file that your shell reads when it starts, then open a new terminal.

    Exit status: 0 printed, 2 a shell that is not known.
    """
    made = get_completion_class(shell)
    assert made is not None, "click completes these three"
    # not .source(): it starts bash to ask its version, and this may run where there is none
    filled = made(command, {}, "workbook", "_WORKBOOK_COMPLETE")
    click.echo(filled.source_template % filled.source_vars())


def stand_in(name: str, module: str) -> click.Command:
    """Return a command with the parameters of the one in `module`, which is not imported."""
    parameters = [made for call in _calls(module) if (made := _parameter(call))]
    return click.Command(name, params=parameters)


def _tree(module: str) -> ast.Module:
    path = PACKAGE.joinpath(*module.split("."))
    file = path / "cli.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def _calls(module: str) -> Iterator[ast.Call]:
    """Yield the calls that decorate the function `command`, in order."""
    tree = _tree(module)
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    for decorator in next(one for one in functions if one.name == "command").decorator_list:
        if isinstance(decorator, ast.Call):
            yield _written_out(decorator, tree)
        elif isinstance(decorator, ast.Name):
            yield from _named(tree, decorator.id)


def _named(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Yield the call that `name` was assigned from, in this module or the one it comes from."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Call() as call):
                if target == name:
                    yield _written_out(call, tree)
            case ast.ImportFrom(module=str(where), names=names):
                if any(alias.name == name for alias in names):
                    yield from _named(_tree(where.removeprefix("autograder.")), name)
            case _:
                pass


class _Constants(ast.NodeTransformer):
    """Puts what the names of a module were assigned from in their place."""

    def __init__(self, tree: ast.Module) -> None:
        self.values: dict[str, ast.expr] = {}
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self.values[name] = value
                case _:
                    pass

    def visit_Name(self, node: ast.Name) -> ast.expr:  # the name that ast gives it
        """Return the value of a constant; any other name as it is."""
        return self.values.get(node.id, node)


def _written_out(call: ast.Call, tree: ast.Module) -> ast.Call:
    """Return the call without names of constants, such as TRUST for an option's name."""
    written: ast.Call = _Constants(tree).visit(call)
    return written


def _parameter(call: ast.Call) -> click.Parameter | None:
    """Return the option or argument that a decorator makes; None for any other."""
    names = [str(_value(arg)) for arg in call.args]
    said = {word.arg: word.value for word in call.keywords if word.arg}
    match ast.unparse(call.func):
        case "click.option":
            flag = _value(said.get("is_flag")) is True or "/" in names[0]
            help = _value(said.get("help"))
            kind = None if flag else _type(said.get("type"))
            if "--lesson" in names:
                return click.Option(names, help=help, shell_complete=_lessons)
            return click.Option(names, help=help, is_flag=flag, type=kind)
        case "click.argument":
            count = -1 if _value(said.get("nargs")) == -1 else 1
            complete = _lessons if names[0] in ("lesson", "lessons", "arguments") else None
            kind = _type(said.get("type"))
            return click.Argument(names, nargs=count, type=kind, shell_complete=complete)
        case _:
            return None


def _value(node: ast.expr | None) -> Any:
    """Return what a literal says; None for anything else."""
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None


def _type(node: ast.expr | None) -> click.ParamType | None:
    """Return paths and literal choices as types that complete."""
    if isinstance(node, ast.Call):
        match ast.unparse(node.func), [_value(arg) for arg in node.args]:
            case "click.Path", _:
                return click.Path()
            case "click.Choice", [list() | tuple() as choices]:
                return click.Choice([str(one) for one in choices])
            case _:
                pass
    return None


def _lessons(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the lessons of the course here, if there is one."""
    from autograder.course import load_course

    try:
        names = load_course().by_name
    except WorkbookError:
        return []
    return [CompletionItem(name) for name in names if name.startswith(begun)]
