"""A measurement's figures: as JSON, as a table, and as a picture."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

import msgspec
from rich.table import Table

from autograder.bench.peers import Cost, Run

__all__ = ["Figures", "Measured", "draw", "table"]

FLOOR = "student's compute"
OURS = "workbook"
STOCK = "stock nbgrader"
OTTER = "otter run"


@dataclass(frozen=True)
class Measured:
    """Seconds of one grader, a value a round: to start, and for each further submission."""

    start: list[float]
    more: list[Cost]

    def add(self, run: Run) -> None:
        """Add a round."""
        self.start.append(run.start)
        self.more.append(run.more)

    @property
    def wall(self) -> float:
        """The median wall time of one more submission."""
        return median(cost.wall for cost in self.more)

    @property
    def cpu(self) -> float:
        """The median CPU time of one more submission."""
        return median(cost.cpu for cost in self.more)


class Figures(msgspec.Struct, frozen=True):
    """What `--json` prints. `*_s` are seconds of wall for one more submission in a run.

    `start_s` is the wall of a run less that of all its submissions but one, everything loaded and
    closed again: of a class that is large enough for all lanes to start, where the run is not a
    quick one. Otter starts anew for every submission.
    """

    date: str
    hardware: str
    load: float
    versions: dict[str, str]
    lesson: str
    submissions: dict[str, int]
    nbgrader_s: float
    otter_s: float
    ours_s: float
    floor_s: float
    ratio_nbgrader_over_ours: float
    ratio_otter_over_ours: float
    cpu_s: dict[str, float]
    start_s: dict[str, float]

    @classmethod
    def of(
        cls,
        lesson: str,
        submissions: dict[str, int],
        stock: Measured,
        otter: Measured,
        ours: Measured,
        floor: float,
    ) -> Figures:
        """Put medians and ratios together."""
        graders = {"nbgrader": stock, "otter": otter, "ours": ours}
        packages = ("nbgrader", "torch")
        return cls(
            date=datetime.now(UTC).date().isoformat(),
            hardware=hardware(),
            load=round(os.getloadavg()[0], 2),
            versions={name: version(name) for name in packages},
            lesson=lesson,
            submissions=submissions,
            nbgrader_s=round(stock.wall, 4),
            otter_s=round(otter.wall, 4),
            ours_s=round(ours.wall, 4),
            floor_s=round(floor, 5),
            ratio_nbgrader_over_ours=round(stock.wall / ours.wall, 1),
            ratio_otter_over_ours=round(otter.wall / ours.wall, 1),
            cpu_s={name: round(one.cpu, 4) for name, one in graders.items()},
            start_s={name: round(median(one.start), 2) for name, one in graders.items()},
        )

    @property
    def rows(self) -> list[tuple[str, float, float | None, float | None]]:
        """Name, wall, CPU and start of each grader, the slowest first."""
        return [
            (STOCK, self.nbgrader_s, self.cpu_s["nbgrader"], self.start_s["nbgrader"]),
            (OTTER, self.otter_s, self.cpu_s["otter"], None),
            (OURS, self.ours_s, self.cpu_s["ours"], self.start_s["ours"]),
            (FLOOR, self.floor_s, None, None),
        ]


def hardware() -> str:
    """Name this machine's processor, cores and system."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = (line.partition(":") for line in info.read_text().splitlines())
        model = next((value.strip() for key, _, value in lines if key.startswith("model name")), "")
    model = model or platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"


def table(figures: Figures) -> Table:
    """Return the figures as a table for a terminal."""
    made = Table(title=f"One more submission of {figures.lesson} ({figures.hardware})")
    made.add_column("")
    for name in ("wall s", "CPU s", "times ours", "start and one, s"):
        made.add_column(name, justify="right")
    for name, wall, cpu, start in figures.rows:
        made.add_row(
            name,
            f"{wall:.3f}",
            "" if cpu is None else f"{cpu:.3f}",
            f"{wall / figures.ours_s:.1f}" if wall >= figures.ours_s else "",
            "" if start is None else f"{start:.1f}",
        )
    return made


def draw(figures: Figures, path: Path) -> None:
    """Write a bar for each grader, on a logarithmic scale, as SVG."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = figures.lesson
    figure = Figure(figsize=(7, 2.4), layout="constrained")
    axes = figure.subplots()
    names = [name for name, *_ in figures.rows]
    walls = [1e3 * wall for _, wall, *_ in figures.rows]
    colours = ["#9aa0a6", "#9aa0a6", "#1a73e8", "#dadce0"]
    bars = axes.barh(names, walls, color=colours)
    axes.bar_label(
        bars, [f" {wall:,.0f} ms" if wall >= 10 else f" {wall:.1f} ms" for wall in walls]
    )
    axes.set_xscale("log")
    axes.set_xlim(right=max(walls) * 4)
    axes.invert_yaxis()
    axes.set_title(f"Milliseconds for one more submission of {figures.lesson}", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": figures.date})
