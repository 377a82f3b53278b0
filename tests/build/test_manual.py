"""`workbook --help` and the completion of shells: the manual of the commands."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from test_cli import run
from tiny_course import ALONE, FIRST, SECOND

import autograder
from autograder.cli import LazyCommand, main
from autograder.commands import SECTIONS
from autograder.commands.completion import stand_in
from autograder.course import Course

KNOWN = {name: known for names in SECTIONS.values() for name, known in names.items()}
ENGINE = Path(autograder.__file__).parent


def loaded(name: str) -> click.Command:
    command = main.commands[name]
    assert isinstance(command, LazyCommand)
    return command.load()


def complete(folder: Path, *words: str) -> list[str]:
    """Return what a press of the tab key offers after `workbook WORDS`."""
    line = " ".join(("workbook", *words))
    environment = {
        "_WORKBOOK_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words)),
        "PATH": "/usr/bin:/bin",
    }
    program = [sys.executable, "-c", "from autograder.cli import main; main(prog_name='workbook')"]
    done = subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return [answer.split(",", 1)[1] for answer in done.stdout.split()]


def test_help_lists_every_command_in_its_section(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").output
    places = [text.index(f"\n{title}:\n") for title in SECTIONS]
    assert places == sorted(places)
    for (title, names), end in zip(SECTIONS.items(), [*places[1:], len(text)], strict=True):
        part = text[text.index(f"\n{title}:\n") : end]
        assert re.findall(r"^  ([a-z]+)  ", part, re.MULTILINE)[: len(names)] == list(names)
    assert "Exit status:" in text
    assert "Examples:" in text


@pytest.mark.parametrize("name", KNOWN)
def test_every_command_says_its_exit_status_and_what_options_mean(name: str) -> None:
    command = loaded(name)
    assert command.help
    assert "exit status" in command.help.lower()
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.examples])
def test_examples_in_help_call_the_command_as_it_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("download.zip", "somebody.ipynb"):
        (tmp_path / file).touch()
    command = loaded(name)
    for line in KNOWN[name].examples.splitlines():
        program, called, *words = line.split(" > ")[0].split(" >> ")[0].split()
        assert (program, called) == ("workbook", name)
        arguments = [word.strip("'") for word in words]
        with command.make_context(name, arguments, resilient_parsing=False) as context:
            assert context.command is command


@pytest.mark.parametrize("name", KNOWN)
def test_completion_knows_the_parameters_of_every_command(name: str) -> None:
    real, standing = loaded(name), stand_in(name, KNOWN[name].module)

    def shape(command: click.Command) -> list[tuple[object, ...]]:
        return [
            (
                one.param_type_name,
                sorted([*one.opts, *one.secondary_opts]),
                one.nargs,
                list(getattr(one.type, "choices", [])),
            )
            for one in command.params
        ]

    assert shape(standing) == shape(real)


def test_the_shell_is_offered_commands_options_choices_and_lessons(course: Course) -> None:
    assert "calendar" in complete(course.root, "ca")
    assert "--ics" in complete(course.root, "calendar", "--")
    assert complete(course.root, "completion", "z") == ["zsh"]
    assert complete(course.root, "build", "9-1-1") == [FIRST]
    assert complete(course.root, "grade", "9-") == [FIRST, SECOND, ALONE]


def test_outside_a_course_no_lesson_is_offered(tmp_path: Path) -> None:
    assert complete(tmp_path, "build", "9-") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_its_shell_reads(tmp_path: Path, shell: str) -> None:
    result = run(tmp_path, "completion", shell)
    assert result.exit_code == 0
    assert "_WORKBOOK_COMPLETE" in result.output
    if program := shutil.which(shell):
        read = subprocess.run([program, "-n"], input=result.output, text=True, check=False)
        assert read.returncode == 0


def test_an_unknown_shell_is_a_wrong_call(tmp_path: Path) -> None:
    assert run(tmp_path, "completion", "tcsh").exit_code == 2


def test_a_key_press_imports_nothing_heavy(course: Course) -> None:
    program = (
        "import sys; from autograder.commands.completion import stand_in; "
        "from autograder.commands import SECTIONS; "
        "[stand_in(n, k.module) for s in SECTIONS.values() for n, k in s.items()]; "
        "print({'torch', 'nbformat', 'nbgrader', 'rich'} & sys.modules.keys() or 'light')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "light\n"


def test_every_message_names_a_command_that_there_is() -> None:
    """What the engine tells people to run must run: commands were renamed before."""
    named = set()
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= {found[1] for found in re.finditer(r"`workbook ([a-z]+)", node.value)}
    assert {"build", "doctor"} <= named
    assert named <= KNOWN.keys()
