"""The trusted process that holds the hidden tests.

It starts its launcher before it imports torch itself, so that both import it at the same time.
"""

from __future__ import annotations

import os
import socket

import msgspec

from autograder.engine.protocol import GraderSetup
from autograder.engine.wire import Channel
from autograder.engine.workers import Launcher

__all__ = ["main"]


def main(fd: int) -> None:
    """Serve one controller until it closes the line."""
    control = Channel(socket.socket(fileno=fd))
    header, _ = control.receive(60)
    setup = msgspec.convert(header, GraderSetup)
    with Launcher(setup.launcher, setup.environment) as launcher:
        from autograder.engine.judge import serve

        serve(setup, control, launcher)
    os._exit(0)  # there is nothing to keep, and torch takes half a second to be taken down
