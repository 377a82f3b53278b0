"""`workbook data`: the data that comes with the lessons."""

from __future__ import annotations

import sys

import click

__all__ = ["command"]


@click.command("data")
@click.option("--verify", is_flag=True, help="Compare every file with the manifest.")
def command(verify: bool) -> None:
    """List the bundled data; with --verify, compare it with its manifest.

    Exit status: 0 fine, 1 a file is missing, changed or not in the manifest.
    """
    from student_lib import bundled  # a course's own student_lib/ may hide it where grading starts

    if verify:
        findings = bundled.verify()
        click.echo("\n".join(findings) if findings else "All bundled files match the manifest.")
        sys.exit(1 if findings else 0)
    for entry in bundled.manifest():
        click.echo(f"{entry.file}  {entry.bytes:,} bytes  {entry.licence}  {entry.source}")
