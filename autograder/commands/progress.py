"""Say what is being done, in one line of the terminal."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress_line"]


@contextmanager
def progress_line() -> Generator[Any]:
    """Yield a function that shows what is being done, in one line of a terminal's stderr."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("") as status:
        yield status.update
