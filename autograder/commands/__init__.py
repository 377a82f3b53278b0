"""The commands of `workbook`, in the order of its manual: where each lives, what it is for.

To add one, write a module with a click command called `command`, and give it a line here.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["SECTIONS", "Known"]


class Known(NamedTuple):
    """A command: the module with its `command`, its line in the list, and examples for --help."""

    module: str
    help: str
    examples: str = ""


SECTIONS: dict[str, dict[str, Known]] = {
    "Learn": {
        "lab": Known(
            "commands.lab",
            "Open the released lessons in JupyterLab, in copies of your own.",
            "workbook lab 3-1-1-matmul\nworkbook lab --no-browser --port 9000",
        ),
        "demo": Known(
            "commands.demo", "Build all lessons, grade the example class, write feedback."
        ),
    },
    "Teach a class": {
        "calendar": Known(
            "commands.calendar",
            "List when lessons open and are due; write a calendar file.",
            "workbook calendar\nworkbook calendar --ics term.ics",
        ),
        "collect": Known(
            "classroom.collect",
            "Put what an LMS gave you into submitted/.",
            "workbook collect 3-1-1-matmul download.zip",
        ),
        "grade": Known(
            "commands.grade",
            "Grade a class through nbgrader.",
            "workbook grade 3-1-1-matmul --feedback\n"
            "workbook grade 3-1-1-matmul --student 'a*' --force",
        ),
        "check": Known(
            "commands.check",
            "Grade one notebook outside any class.",
            "workbook check somebody.ipynb\nworkbook check release/3-1-1-matmul --json",
        ),
        "report": Known(
            "report.cli",
            "Write one page on how a class did in a lesson.",
            "workbook report 3-1-1-matmul --anonymous --to slides.html",
        ),
        "review": Known(
            "classroom.review",
            "Write each student's code beside the solution.",
            "workbook review 3-1-1-matmul",
        ),
        "history": Known(
            "commands.history",
            "Show every grade that students ever had.",
            "workbook history 3-1-1-matmul --json",
        ),
        "export": Known(
            "grades.cli",
            "Write grades for a spreadsheet, an LMS, a program.",
            "workbook export --format canvas\nworkbook export 3-1-1-matmul --format junit",
        ),
        "package": Known(
            "publishing.package",
            "Pack one lesson's grader for Gradescope or a container.",
            "workbook package 3-1-1-matmul\nworkbook package 3-1-1-matmul --for docker",
        ),
    },
    "Write lessons": {
        "new": Known(
            "authoring.scaffold",
            "Begin a lesson with one worked exercise.",
            "workbook new 9-1-1-layer-norm --requires 3-1-1-matmul",
        ),
        "build": Known(
            "commands.build",
            "Make release/, solutions/ and student_lib/ from source/.",
            "workbook build 3-1-1-matmul\nworkbook build --check",
        ),
        "lint": Known(
            "lint",
            "Check lessons against the rules of the lesson guide.",
            "workbook lint --fast 3-1-1-matmul",
        ),
        "verify": Known(
            "commands.verify",
            "Test graders with known mistakes and right answers.",
            "workbook verify 3-1-1-matmul --html matrix.html",
        ),
        "publish": Known(
            "publishing.publish",
            "Write what students get, if it gives nothing away.",
            "workbook publish 3-1-1-matmul 3-1-2-meanshift --to ../bundle",
        ),
        "data": Known("commands.data", "List the bundled data, or compare it with its manifest."),
    },
    "Look after a machine": {
        "doctor": Known("commands.doctor", "Can this machine grade? Every finding with its mend."),
        "bench": Known(
            "bench.cli",
            "Measure grading against what you could use instead.",
            "workbook bench --quick",
        ),
        "completion": Known(
            "commands.completion",
            "Let your shell complete commands, options and lessons.",
            "workbook completion bash >> ~/.bashrc\n"
            "workbook completion zsh >> ~/.zshrc\n"
            "workbook completion fish > ~/.config/fish/completions/workbook.fish",
        ),
    },
}
