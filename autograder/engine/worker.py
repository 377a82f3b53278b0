"""What runs inside the sandbox, beside the student's code.

A worker is two generations: the *runner*, which is pid 1 and in which the notebook's cells run; and
forks of it that answer the calls of hidden tests, one after the other, until their socket closes.
Nothing here is trusted by the grader, and nothing here knows a hidden test.

As pid 1 the runner is ended by the launcher or by a fault of its own. What lives in its namespace
cannot kill it, nor can it kill itself by a signal; the kernel's limits end it all the same.
"""

from __future__ import annotations

import contextlib
import gc
import linecache
import os
import random
import resource
import socket
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from autograder.engine.watch import Watch
from autograder.engine.wire import Channel, Decoder, Encoder
from autograder.errors import WireError

if TYPE_CHECKING:
    from autograder.engine.pristine import Pristine
    from autograder.engine.shell import Shell

__all__ = ["main"]

Json = Any


def main(shell: Shell, pristine: Pristine, sock: socket.socket) -> None:
    """Serve the grader: run cells one by one, fork for tests, until the socket closes.

    What a cell of the student's (`own`) replaced in modules is put back, so that others find it.
    """
    channel = Channel(sock)
    runner = os.getpid()
    while True:
        try:
            request, _ = channel.receive()
        except EOFError:
            return
        reap()
        if request["op"] == "cell":
            if request["own"]:
                pristine.note_library()
            outcome = shell.run(request["id"], request["source"])
            if os.getpid() != runner:
                os._exit(0)  # a fork that the cell made has come to its end
            if request["own"]:
                pristine.restore()
            channel.send(outcome)
            continue
        _, fds, _, _ = socket.recv_fds(channel.sock, 1, 1)
        dice = Dice()  # Python seeds its generator anew in a fork
        if os.fork() == 0:
            channel.close()
            serve(shell, dice, Channel(socket.socket(fileno=fds[0])))
            os._exit(0)
        os.close(fds[0])


def reap() -> None:
    """Wait for forks that have ended, and for what others left to this process as the first one."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve(shell: Shell, dice: Dice, channel: Channel) -> None:
    """Say that this fork lives, then answer the calls of one test after the other."""
    shell.mute()
    gc.freeze()  # what the notebook left need not be looked through, nor copied, again and again
    desk = Desk(shell.user_ns, dice)
    channel.send({"op": "fork"})
    while True:
        try:
            request, payload = channel.receive()
        except EOFError:
            return
        header, data = desk.answer(request, payload)
        try:
            channel.send(header, data)
        except WireError as error:  # an answer that is too large
            channel.send({"id": request["id"], "error": described(error)})


class Desk:
    """Carries out tests' calls on the student's names, and keeps objects that cannot travel.

    Every test finds the names and the random generators as the notebook left them.
    """

    def __init__(self, names: dict[str, Any], dice: Dice) -> None:
        self.names = names
        self.left = dict(names)
        self.dice = dice
        self.kept: list[object] = []
        self.test = 0

    def answer(self, request: Json, payload: bytes) -> tuple[Json, bytes]:
        """Return the reply to one request; errors of student code are part of a reply."""
        if request["test"] != self.test:
            self.test = request["test"]
            self.kept.clear()
            self.names.clear()
            self.names.update(self.left)
            self.dice.restore()
        watch = Watch(record=request["record"], measure=request["measure"])
        try:
            target, args, kwargs = self._decoded(request, payload)
            with watch:
                value = watch.finished(self._carry_out(request["op"], target, args, kwargs))
            encoder = Encoder(self._keep)
            reply = {"id": request["id"], "value": encoder.encode(value)}
            changed = self._changed(request, payload, encoder, args, kwargs)
            if changed is not None:
                reply["changed"] = changed
        except BaseException as error:
            encoder = Encoder()
            reply = {"id": request["id"], "error": described(error)}
        return {**reply, **watch.report(), "memory": greatest_bytes()}, encoder.payload()

    def _decoded(self, request: Json, payload: bytes) -> tuple[Any, list[Any], dict[str, Any]]:
        decoder = Decoder(payload, remote=lambda number, _: self.kept[number], probe=self._compiled)
        args = cast("list[Any]", decoder.decode(request["args"]))
        kwargs = cast("dict[str, Any]", decoder.decode(request["kwargs"]))
        if "name" in request:
            if request["name"] not in self.names:
                raise MissingName(request["name"])
            return self.names[request["name"]], args, kwargs
        return decoder.decode(request["target"]), args, kwargs

    def _carry_out(self, op: str, target: Any, args: list[Any], kwargs: dict[str, Any]) -> object:
        match op:
            case "get":
                return target
            case "call":
                return target(*args, **kwargs)
            case "probe":
                return target(SimpleNamespace(**self.names), *args, **kwargs)
            case "getattr":
                return getattr(target, args[0])
            case "setattr":
                return setattr(target, args[0], args[1])
            case "getitem":
                return target[args[0]]
            case "len":
                return len(target)
            case "list":
                return list(target)
            case _:
                raise WireError(f"unknown operation {op!r}")

    def _changed(
        self, request: Json, payload: bytes, reply: Encoder, args: list[Any], kwargs: dict[str, Any]
    ) -> Json:
        """Encode the arguments again when the call changed one of them in place."""
        again = Encoder(self._keep, strides=True)
        now = {"args": again.encode(args), "kwargs": again.encode(kwargs)}
        before = {"args": request["args"], "kwargs": request["kwargs"]}
        if now == before and again.payload() == payload:
            return None
        return {"args": reply.encode(args), "kwargs": reply.encode(kwargs)}

    def _keep(self, value: object) -> int:
        for number, known in enumerate(self.kept):
            if known is value:
                return number
        self.kept.append(value)
        return len(self.kept) - 1

    def _compiled(self, name: str, source: str) -> object:
        scope: dict[str, Any] = {"__name__": "probe"}
        file = f"<probe {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), scope)
        return scope[name]


class Dice:
    """The states of the global random generators, to go back to."""

    def __init__(self) -> None:
        import numpy as np
        import torch

        self._restore = [
            partial(random.setstate, random.getstate()),
            partial(np.random.set_state, np.random.get_state()),
            partial(torch.set_rng_state, torch.get_rng_state()),
        ]

    def restore(self) -> None:
        """Set each generator to its state of then."""
        for restore in self._restore:
            restore()


class MissingName(Exception):
    """The notebook does not define a name that a test asks for."""


def greatest_bytes() -> int:
    """Return how much memory this process has used at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def described(error: BaseException) -> Json:
    """Return what may cross of an error: names and a bounded text."""
    kinds = [kind.__name__[:200] for kind in type(error).__mro__[:20]]
    try:
        text = str(error)[:2000]
    except BaseException:
        text = ""
    return {"type": kinds[0], "mro": kinds, "text": text}
