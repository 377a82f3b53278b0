"""The `student` of hidden tests: a proxy whose calls run in the submission's sandbox."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from autograder.engine.budget import Spent
from autograder.engine.wire import Channel, Decoder, Encoder, Probe, RemoteRef
from autograder.errors import WireError
from autograder.testing import StudentError, shared

__all__ = ["BadReply", "Gone", "Overtime", "Remote", "Student"]

MAX_REPLY_ERRORS = 20
MAX_MEMORY = 2**50
MIB = 2**20


class Gone(Exception):
    """The process of this test ended before it answered."""


class Overtime(Exception):
    """A call did not answer in time."""


class BadReply(Exception):
    """What came back is not what an honest worker sends."""


class Line:
    """The connection to a fork of the worker: one test at a time, one outstanding call, ever."""

    def __init__(self, sock: socket.socket) -> None:
        self.channel = Channel(sock)
        self.seconds = self.left = 0.0
        self.record = self.measure = False
        self.called: set[str] = set()
        self.spent = Spent()
        self.memory = 0
        self._number = 0
        self._test = 0

    @property
    def fresh(self) -> bool:
        """Whether no test has used this fork before the one at hand."""
        return self._test == 1

    def begin(self, seconds: float, left: float, *, record: bool, measure: bool) -> Line:
        """Start the next test: how long a call and all of them may take, and what is noted."""
        self._test += 1
        self.seconds, self.left, self.record, self.measure = seconds, left, record, measure
        self.called, self.spent, self.memory = set(), Spent(), 0
        return self

    def answers(self, seconds: float) -> bool:
        """Wait for a new fork's greeting; return False, with the line closed, if none comes.

        A cell's thread or hook may have written to the line before it was the fork's.
        """
        until = time.monotonic() + seconds
        with contextlib.suppress(TimeoutError, EOFError, OSError, WireError):
            while self.channel.receive(max(0.0, until - time.monotonic())) != ({"op": "fork"}, b""):
                pass
            return True
        self.close()
        return False

    def close(self) -> None:
        """End the fork; closing twice is fine."""
        self.channel.close()

    def ask(
        self,
        op: str,
        target: dict[str, Any],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Send one request and return the value that answers it.

        Raises:
            StudentError: student code raised.
            Overtime, Gone, BadReply: there is no honest answer; the line is dead.
        """
        self._number += 1
        encoder = Encoder(strides=True)
        request = {
            "id": self._number,
            "test": self._test,
            "op": op,
            "record": self.record,
            "measure": self.measure,
            "args": encoder.encode(list(args)),
            "kwargs": encoder.encode(kwargs or {}),
            **target,
        }
        start = time.monotonic()
        seconds = max(0.001, min(self.seconds, self.left))
        try:
            self.channel.send(request, encoder.payload(), seconds)
            header, payload = self.channel.receive(max(0.001, start + seconds - time.monotonic()))
        except TimeoutError:
            raise Overtime(f"{seconds:g} s") from None
        except (EOFError, OSError):
            raise Gone from None
        except WireError as error:
            raise BadReply(str(error)) from None
        finally:
            self.left -= time.monotonic() - start
        try:
            return self._read(header, payload, args, kwargs or {})
        except StudentError as error:
            if error.type == "MissingName":  # what is said of it is shown: no word of the student's
                error.text = str(target.get("name", ""))
            raise

    def _read(self, header: Any, payload: bytes, args: tuple[Any, ...], kwargs: Any) -> Any:
        if not isinstance(header, dict) or header.get("id") != self._number:
            raise BadReply("an answer to another question")
        called = header.get("called")
        if isinstance(called, list):
            self.called.update(name for name in called[:1000] if isinstance(name, str))
        self.spent.add(header.get("spent"))
        memory = header.get("memory")
        if isinstance(memory, int) and 0 <= memory < MAX_MEMORY:
            # whole MiB: with more digits a forged figure could spell out a hidden input
            self.memory = max(self.memory, memory // MIB * MIB)
        if "error" in header:
            raise _student_error(header["error"])
        if "value" not in header:
            raise BadReply("an answer without a value")
        try:
            decoder = Decoder(payload, remote=self._remote)
            value = decoder.decode(header["value"])
            if "changed" in header:
                after = header["changed"]
                copy_back_shared(list(args), decoder.decode(after["args"]))
                copy_back_shared(
                    list(kwargs.values()), list(decoder.decode(after["kwargs"]).values())
                )
        except WireError as error:
            raise BadReply(str(error)) from None
        except (KeyError, TypeError, ValueError, AttributeError, RuntimeError):
            raise BadReply("an answer that fits no question") from None
        return value

    def _remote(self, number: int, kind: str) -> Remote:
        return Remote(self, number, kind)


def _student_error(error: Any) -> Exception:
    if not isinstance(error, dict):
        return BadReply("an error that is none")
    kind, mro, text = error.get("type"), error.get("mro"), error.get("text")
    if not (isinstance(kind, str) and isinstance(mro, list) and isinstance(text, str)):
        return BadReply("an error that is none")
    if "WireError" in mro:
        return BadReply(text)
    return StudentError(kind, tuple(str(name) for name in mro[:MAX_REPLY_ERRORS]), text)


class Remote(RemoteRef):
    """An object that stays in the sandbox; its methods, attributes and items are asked there."""

    def __init__(self, line: Line, number: int, kind: str) -> None:
        super().__init__(number, kind)
        self._line = line
        self._target = {"target": {"$": "remote", "v": number, "kind": kind}}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._line.ask("call", self._target, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        # numpy asks any object for __array_interface__, and believes the address that it is told
        if name.startswith("_"):
            raise AttributeError(name)
        return self._line.ask("getattr", self._target, (name,))

    def __getitem__(self, key: object) -> Any:
        return self._line.ask("getitem", self._target, (key,))

    def __len__(self) -> int:
        return int(self._line.ask("len", self._target))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._line.ask("list", self._target))

    def __repr__(self) -> str:
        return f"<{self.kind} in the sandbox>"


class Student:
    """`student.f(x)` calls the notebook's `f`; `student.name` fetches other values.

    The line to a fork of the submission is asked for at the first use.
    """

    def __init__(self, connect: Callable[[], Line]) -> None:
        self._connect = connect
        self._open: Line | None = None

    @property
    def _line(self) -> Line:
        if self._open is None:
            self._open = self._connect()
        return self._open

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return Named(self._ask, name)

    def _ask(self, op: str, target: dict[str, Any], *more: Any) -> Any:
        return self._line.ask(op, target, *more)

    def run(self, function: Probe, *args: Any, **kwargs: Any) -> Any:
        """Run a probe beside the student's code and return its plain data."""
        target = {"target": Encoder().encode(function)}
        return self._ask("probe", target, args, kwargs)

    @property
    def called(self) -> set[str]:
        """Names of torch functions that were called so far, where a rule asked to record them."""
        return self._open.called if self._open is not None else set()

    @property
    def spent(self) -> Spent:
        """What the calls cost so far, where a budget asked to measure them."""
        return self._open.spent if self._open is not None else Spent()


class Named:
    """A name of the notebook. Calling it calls it there; `.value` or an attribute fetches it."""

    def __init__(self, ask: Callable[..., Any], name: str) -> None:
        self._ask = ask
        self._target = {"name": name}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", self._target, args, kwargs)

    @property
    def value(self) -> Any:
        """The object that the name stands for."""
        return self._ask("get", self._target)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._ask("getattr", self._target, (name,))

    def __getitem__(self, key: object) -> Any:
        return self._ask("getitem", self._target, (key,))


def copy_back_shared(mine: list[Any], theirs: list[Any]) -> None:
    """Write back those arguments of a call that its test declared as changed in place."""
    for old, new in zip(mine, theirs, strict=True):
        if shared(old):
            copy_back(old, new)


def copy_back(mine: Any, theirs: Any) -> None:
    """Write what a call changed in place into the test's own arguments."""
    match mine:
        case torch.Tensor() if isinstance(theirs, torch.Tensor):
            with torch.no_grad():
                if mine.shape != theirs.shape:
                    mine.data = theirs
                elif not torch.equal(mine, theirs):
                    mine.copy_(theirs)
        case np.ndarray() if isinstance(theirs, np.ndarray) and mine.shape == theirs.shape:
            if mine.flags.writeable:
                mine[...] = theirs
        case torch.Generator() if isinstance(theirs, torch.Generator):
            mine.set_state(theirs.get_state())
        case list() if isinstance(theirs, list):
            _copy_back_list(mine, theirs)
        case tuple() if isinstance(theirs, tuple) and len(mine) == len(theirs):
            for old, new in zip(mine, theirs, strict=True):
                copy_back(old, new)
        case dict() if isinstance(theirs, dict):
            _copy_back_dict(mine, theirs)
        case _:
            pass


def _copy_back_list(mine: list[Any], theirs: list[Any]) -> None:
    if len(mine) != len(theirs):
        mine[:] = theirs
        return
    for position, (old, new) in enumerate(zip(mine, theirs, strict=True)):
        if _container(old):
            copy_back(old, new)
        else:
            mine[position] = new


def _copy_back_dict(mine: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    for key in mine.keys() - theirs.keys():
        del mine[key]
    for key, new in theirs.items():
        if key in mine and _container(mine[key]):
            copy_back(mine[key], new)
        else:
            mine[key] = new


def _container(value: object) -> bool:
    kinds = (torch.Tensor, np.ndarray, list, dict, tuple, torch.Generator)
    return isinstance(value, kinds)
