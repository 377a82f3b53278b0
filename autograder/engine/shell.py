"""An in-process IPython shell: runs cells, returns their outputs in the notebook's own form."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

__all__ = ["Shell", "make_shell"]

TEXT_MIMES = ("text/plain", "text/markdown", "text/latex", "text/html", "image/svg+xml")
MIMES = (*TEXT_MIMES, "image/png", "image/jpeg", "application/json")
Output = dict[str, Any]


class Outputs:
    """Collects a cell's outputs up to a number of bytes and of pieces, then says so."""

    def __init__(self) -> None:
        self.max_bytes = 2**20
        self.max_count = 200
        self.reset()

    def reset(self) -> None:
        """Start a new cell."""
        self.items: list[Output] = []
        self.bytes = 0
        self.full = False

    def write(self, name: str, text: str) -> None:
        """Append to the stream `name`, joining writes that follow one another."""
        text = text[: max(0, self.max_bytes - self.bytes) + 1]
        last = self.items[-1] if self.items else {}
        joins = last.get("output_type") == "stream" and last.get("name") == name
        if self._admits(len(text), count=not joins):
            if joins:
                last["text"] += text
            else:
                self.items.append({"output_type": "stream", "name": name, "text": text})

    def add(self, output: Output, size: int) -> None:
        """Append an output of `size` bytes."""
        if self._admits(size, count=True):
            self.items.append(output)

    def display(self, kind: str, data: dict[str, Any], **more: Any) -> None:
        """Append a display with the parts of `data` that a notebook can keep."""
        kept = {mime: value for mime, value in data.items() if mime in MIMES}
        size = sum(len(value) if isinstance(value, str) else 1000 for value in kept.values())
        self.add({"output_type": kind, "data": kept, "metadata": {}, **more}, size)

    def _admits(self, size: int, *, count: bool) -> bool:
        if self.full:
            return False
        self.bytes += size
        if self.bytes <= self.max_bytes and len(self.items) + count <= self.max_count:
            return True
        self.full = True
        note = "[output stops here: this cell printed more than is kept]\n"
        self.items.append({"output_type": "stream", "name": "stderr", "text": note})
        return False


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the cells."""

    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.stream_name = name

    def write(self, text: str) -> int:
        """Collect `text`."""
        OUTPUTS.write(self.stream_name, str(text))
        return len(text)

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True


class Publisher(DisplayPublisher):
    """Collects what `display(…)` shows."""

    def publish(self, data: dict[str, Any], *_: object, **__: object) -> None:  # pyright: ignore
        """Collect one display."""
        OUTPUTS.display("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell showed so far."""
        OUTPUTS.items.clear()


class Hook(DisplayHook):
    """Collects the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Print no prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Collect the value in every form."""
        OUTPUTS.display("execute_result", format_dict, execution_count=None)

    def finish_displayhook(self) -> None:
        """Print no newline."""


class Sink(io.TextIOBase):
    """Drops what is written."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """Drop `text`."""
        return len(text)

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True


SINK = Sink()


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a kernel."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    def run(self, id: str, source: str) -> dict[str, Any]:
        """Run one cell; return its outputs and the name of the error that ended it, if any."""
        OUTPUTS.reset()
        result = self.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        outputs, OUTPUTS.items = OUTPUTS.items, []
        kind = None if error is None else type(error).__name__[:200]
        return {"cell": id, "outputs": outputs, "error": kind}

    def _showtraceback(self, etype: type[BaseException], evalue: Any, stb: list[str]) -> None:
        lines = [str(line)[:20_000] for line in stb[:200]]
        try:
            text = str(evalue)[:20_000]
        except BaseException:
            text = ""
        error = {"output_type": "error", "ename": etype.__name__, "evalue": text}
        OUTPUTS.add({**error, "traceback": lines}, sum(map(len, lines)) + len(text))

    def mute(self) -> None:
        """Drop everything that is printed or shown from here on."""
        sys.stdout = sys.stderr = SINK
        OUTPUTS.full = True

    def system(self, cmd: str) -> None:
        """Run a command of the shell (`!ls`); its output joins the cell's."""
        with subprocess.Popen(
            self.var_expand(cmd, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                sys.stdout.write(line)
        self.user_ns["_exit_code"] = process.returncode

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window to enable."""

    def init_sys_modules(self) -> None:
        """Let pickle find the student's classes in `__main__`."""
        self._main_mod_cache = {}
        sys.modules["__main__"] = self.user_module


def make_shell(output_bytes: int, output_count: int) -> Shell:
    """Make the one shell of this process; its streams take the place of `sys.stdout`."""
    OUTPUTS.max_bytes, OUTPUTS.max_count = output_bytes, output_count
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.automagic = True
    shell = Shell.instance(config=config)
    # for good, where each cell would set names in `builtins` and `sys` and take them back
    shell.builtin_trap.__enter__()
    shell.display_trap.__enter__()
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    return shell
