"""Time what a student's seat adds to a check: an assert that passes, one that fails, a picture.

Cells run in an IPython shell, with the seat and without, again and again in turns. The figures are
medians in milliseconds: `python benchmarks/seat_overhead.py`. Budget: 50 ms beyond the check's own.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import click
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from student_lib.seat import lessons
from student_lib.seat.notebook import Seat

ROOT = Path(__file__).resolve().parent.parent
REPEAT = 40
BUDGET = 50.0
FIRST = """
import torch
x = torch.rand(64, 28, 28)
y = x.clone()
y[3, 5:9, 5:9] += 1
z = x[0, :3, :4]
"""
CELLS = {
    "passes": "assert torch.allclose(x, x), 'no'\n" * 10,
    "fails": "assert x.shape == z.shape, 'no'",
    "fails, small tensors": "assert torch.allclose(z, z + 1), 'no'",
    "fails, pictures": "assert torch.allclose(x, y), 'no'",
}


def milliseconds(run: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    run()
    return 1e3 * (time.perf_counter() - start)


def measure(shell: InteractiveShell, source: str) -> dict[str, float]:
    """Run a cell with and without a seat in turns; return medians, and what the seat adds."""
    times: dict[str, list[float]] = {"plain": [], "seated": []}
    for _ in range(REPEAT):
        times["plain"].append(milliseconds(lambda: shell.run_cell(source)))
        seat = Seat(shell)
        times["seated"].append(milliseconds(lambda: shell.run_cell(source)))
        shell.events.unregister("post_run_cell", seat.after_cell)
        shell.ast_transformers.clear()
    found = {name: round(statistics.median(values), 2) for name, values in times.items()}
    return {**found, "added": round(found["seated"] - found["plain"], 2)}


def main() -> None:
    """Measure, print and keep the result."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder), capture_output():
        names = [lessons.Exercise(f"exercise-{i}", lessons.fingerprint(str(i))) for i in range(300)]
        table = lessons.table([lessons.Lesson("9-1-1-x", "a whole course", tuple(names))])
        Path(lessons.TABLE).write_bytes(table)
        shell = InteractiveShell.instance()
        shell.run_cell(FIRST)
        for source in CELLS.values():
            measure(shell, source)  # imports, caches
        found = {name: measure(shell, source) for name, source in CELLS.items()}
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "load_before": round(os.getloadavg()[2], 1),
        "budget_ms": BUDGET,
        "milliseconds": found,
    }
    text = json.dumps(result, indent=1) + "\n"
    path = ROOT / "benchmarks" / "results" / f"seat_overhead-{result['date']}.json"
    path.write_text(text, encoding="utf-8")
    click.echo(text)
    sys.exit(any(one["added"] > BUDGET for one in found.values()))


if __name__ == "__main__":
    main()
