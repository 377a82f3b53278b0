"""The grader's hold on the worker of the submission at hand."""

from __future__ import annotations

import socket
import time
from typing import Any

import msgspec

from autograder.closing import Closing
from autograder.course import Limits
from autograder.engine.launcher import Order
from autograder.engine.protocol import CellOutcome, Job
from autograder.engine.stops import OVERTIME, STOPS, limit_of, stop_of
from autograder.engine.student import Gone, Line
from autograder.engine.wire import Channel
from autograder.engine.workers import Launcher
from autograder.errors import WireError

__all__ = ["Submitted"]

MAX_OUTPUTS = 8 * 2**20
GARBLED = "output"  # an answer that is none; a stop of that name, too
LEFT_OUT = {
    "output_type": "stream",
    "name": "stderr",
    "text": "[left out: this notebook's cells print more than is kept]\n",
}
MAX_RUNS = 40
"""How often a notebook is run for tests that kill the process in which its cells have run."""


class Submitted(Closing):
    """One submission in its worker: run its cells, then fork it for tests.

    `runs` counts how often its notebook was run.

    Tests share a fork as long as they pass; after one that did not, the next gets a fresh fork.
    A cell that ends the process twice, or exceeds a limit, is left out when the notebook is run
    again, so that it costs its own exercise and no other.
    """

    def __init__(self, launcher: Launcher, limits: Limits, job: Job) -> None:
        self.launcher = launcher
        self.limits = limits
        self.cells = job.cells
        self.own = frozenset(job.own)
        self.killers: dict[str, str] = {}
        self.suspects: set[str] = set()
        self.outcomes: dict[str, CellOutcome] = {}
        self.until = time.monotonic() + limits.notebook_seconds
        self._sizes: dict[str, int] = {}
        self._worker = 0
        self._channel: Channel | None = None
        self._line: Line | None = None
        self.runs = 0

    def run(self) -> None:
        """Run the cells, again without each one that kills the process or exceeds a limit."""
        while not self._run_once():
            if time.monotonic() > self.until:
                self._give_up()
                return
        self.launcher.order(Order("tests", self._worker))

    def _run_once(self) -> bool:
        self.close()
        self.runs += 1
        life = self.limits.notebook_seconds + 3600
        self._worker, sock = self.launcher.spawn(life)
        self._channel = Channel(sock)
        for id, source in self.cells:
            if id in self.killers:
                continue
            killer = self._run_cell(self._channel, id, source)
            if killer in ("crashed", GARBLED) and id not in self.suspects:
                # killed from outside, or spoken for by a thread of an earlier cell's: no proof
                self.suspects.add(id)
                return False
            if killer:
                self.killers[id] = killer
                known = self.outcomes.get(id, CellOutcome(id))
                self.outcomes[id] = CellOutcome(id, known.outputs, killer)
                return False
        return True

    def _run_cell(self, channel: Channel, id: str, source: str) -> str:
        """Run one cell; return what made it end the process, or nothing."""
        whole = self.until - time.monotonic()
        left = min(self.limits.cell_seconds, whole)
        try:
            request = {"op": "cell", "id": id, "source": source, "own": id in self.own}
            channel.send(request, seconds=max(left, 0.1))
            header, _ = channel.receive(max(left, 0.1))
            self.outcomes[id] = self._bounded(read_outcome(header, id, self.limits.output_bytes))
        except TimeoutError:
            return OVERTIME if left == whole else "timeout"
        except (EOFError, OSError):
            return self.why()
        except (WireError, msgspec.ValidationError):
            return GARBLED
        error = self.outcomes[id].error
        return error if error in STOPS else ""

    def _bounded(self, outcome: CellOutcome) -> CellOutcome:
        """Leave out outputs that would make those of the whole notebook too large for one frame."""
        self._sizes[outcome.id] = len(msgspec.json.encode(outcome.outputs))
        if sum(self._sizes.values()) <= MAX_OUTPUTS:
            return outcome
        self._sizes[outcome.id] = 0
        return CellOutcome(outcome.id, [LEFT_OUT], outcome.error)

    def start_over(self) -> None:
        """Run the notebook again, in a worker that knows nothing of the tests before."""
        self.until = time.monotonic() + self.limits.notebook_seconds
        self.run()

    def _give_up(self) -> None:
        self.close()  # a cell may still be running
        for id, _ in self.cells:
            if id not in self.outcomes:
                self.outcomes[id] = CellOutcome(id, [], OVERTIME)

    def why(self) -> str:
        """Ask the launcher what stopped the worker, or a test in it: see `stops.STOPS`."""
        report, _ = self.launcher.order(Order("why", self._worker))
        return stop_of(report.reason)

    def line(self) -> Line:
        """Return the line to the fork in use, or to a new one.

        Runs the notebook again when the worker has died since; raises Gone when that fails.
        """
        if self._line is None:
            self._line = self._connect()
        return self._line

    def hang_up(self) -> None:
        """End the fork in use; twice is fine."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connect(self) -> Line:
        for _ in range(2):
            line = self._fork(self._channel) if self._channel is not None else None
            if line is not None:
                return line
            if self.runs >= MAX_RUNS + len(self.killers):
                break
            self.start_over()
        raise Gone

    def _fork(self, channel: Channel) -> Line | None:
        """Fork the worker; None when it does not answer, as after a test that killed it."""
        ours, theirs = socket.socketpair()
        line = Line(ours)
        with theirs:
            try:
                channel.send({"op": "fork"}, seconds=1.0)
                socket.send_fds(channel.sock, [b"f"], [theirs.fileno()])
            except (TimeoutError, OSError):
                line.close()
                return None
        return line if line.answers(self.limits.call_seconds) else None

    def trim(self) -> None:
        """Kill what a test left behind."""
        self.launcher.order(Order("trim", self._worker))

    def close(self) -> None:
        """End the worker; closing twice is fine."""
        self.hang_up()
        if self._channel is not None:
            self._channel.close()
            self._channel = None
            self.launcher.order(Order("kill", self._worker))


class _Header(msgspec.Struct):
    """A runner's reply to a cell."""

    cell: str
    outputs: list[dict[str, Any]]
    error: str | None


def read_outcome(header: Any, id: str, max_bytes: int) -> CellOutcome:
    """Check a runner's reply to the cell `id`; raise WireError for one that is not honest."""
    reply = msgspec.convert(header, _Header)
    if reply.cell != id or len(msgspec.json.encode(reply.outputs)) > 3 * max_bytes + 100_000:
        raise WireError("an answer to another question, or too many outputs")
    outputs = [_plain(output) for output in reply.outputs]
    errors = [output["evalue"] for output in outputs if "evalue" in output]
    limit = limit_of([reply.error], errors[-1]) if reply.error and errors else None
    return CellOutcome(id, outputs, limit or (reply.error or "")[:200])


def _plain(output: dict[str, Any]) -> dict[str, Any]:
    """Keep of an output what nbformat knows, each part of the right type."""
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return {"output_type": "stream", "name": name, "text": text}
        case {"output_type": "error", "ename": str(name), "evalue": str(value), "traceback": trace}:
            lines = [str(line) for line in trace] if isinstance(trace, list) else []
            return {"output_type": "error", "ename": name, "evalue": value, "traceback": lines}
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
            plain = {str(mime): part for mime, part in data.items() if isinstance(part, str)}
            count = {"execution_count": None} if kind == "execute_result" else {}
            return {"output_type": kind, "data": plain, "metadata": {}, **count}
        case _:
            raise WireError("an output of unknown form")
