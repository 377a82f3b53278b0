"""Kill grading at random moments, many times, and see that the gradebook comes out the same.

    python scripts/stress_kills.py --kills 200

Makes a class of sixty, grades it once undisturbed, and then again and again with kill -9 sent to
controller, graders, launchers and workers. A killed controller is started again; all else the run
must get over by itself. When a run has ended, its gradebook, graded notebooks, stored results and
history are compared with the undisturbed ones, value by value. Half of the classes are graded for
the first time, half after a hidden test was mended, with a person's points and comments in place.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "faults"))

import big_class  # noqa: E402
import killing  # noqa: E402

ROLE_SECONDS = 8.0


@dataclass
class Tally:
    """What happened."""

    kills: Counter[str] = field(default_factory=Counter[str])
    classes: int = 0
    second_runs: int = 0
    failures: list[str] = field(default_factory=list[str])


def disturbed(root: Path, kills: int, chance: random.Random, tally: Tally) -> None:
    """Grade a class to its end with some kills on the way."""
    while True:
        with killing.grading(root) as run:
            kills -= disturb(run, kills, chance, tally)
            code = run.wait()
            left = run.survivors()
            if left:
                tally.failures.append(f"{root.name}: left behind {left}")
        if code == 0:
            return
        if code not in (-9, 3):
            tally.failures.append(f"{root.name}: exit code {code}: {run.output[-2000:]}")
            return
        tally.second_runs += code == 3  # two kills hit one submission: it waits for the next run


def disturb(run: killing.Run, kills: int, chance: random.Random, tally: Tally) -> int:
    """Kill processes of one run until it ends or has had enough; return how many."""
    done = 0
    pause = chance.uniform(0.0, 14.0)
    while done < kills and run.process.poll() is None:
        until = time.monotonic() + pause
        while time.monotonic() < until and run.process.poll() is None:
            run.look()
            time.sleep(0.02)
        role = chance.choice(killing.ROLES)
        if killed(run, role, chance):
            tally.kills[role] += 1
            done += 1
            pause = chance.uniform(0.5, 6.0)
        else:
            pause = 0.02
    while run.process.poll() is None:
        run.look()
        time.sleep(0.1)
    return done


def killed(run: killing.Run, role: str, chance: random.Random) -> bool:
    """Kill a process of this role once there is one; workers come and go."""
    until = time.monotonic() + ROLE_SECONDS
    while time.monotonic() < until and run.process.poll() is None:
        if run.kill(role, chance):
            return True
    return False


@click.command()
@click.option("--kills", default=200, show_default=True, help="How many processes to kill.")
@click.option("--seed", default=0, show_default=True, help="Of the random moments.")
@click.option("--students", default=big_class.COUNT, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(kills: int, seed: int, students: int, as_json: bool) -> None:
    """Kill processes of `workbook grade`; exit status 1 when a gradebook came out different."""
    chance, tally, start = random.Random(seed), Tally(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stress-kills-") as folder:
        cases = killing.prepared(Path(folder), students)
        while tally.kills.total() < kills:
            name, (before, expected) = list(cases.items())[tally.classes % len(cases)]
            root = big_class.copied(before, Path(folder) / f"{name}-{tally.classes}")
            wanted = min(chance.randint(2, 8), kills - tally.kills.total())
            disturbed(root, wanted, chance, tally)
            found = list(big_class.differences(expected, big_class.snapshot(root)))
            tally.failures += [f"{root.name}: {one}" for one in found[:5]]
            tally.classes += 1
            shutil.rmtree(root)
            progress = f"{tally.kills.total()} kills, {tally.classes} classes"
            click.echo(f"{progress}, {len(tally.failures)} differences", err=True)
    seconds = round(time.monotonic() - start)
    report = {
        "kills": dict(tally.kills),
        "total": tally.kills.total(),
        "classes": tally.classes,
        "second_runs": tally.second_runs,
        "failures": tally.failures,
        "seconds": seconds,
        "seed": seed,
    }
    if as_json:
        click.echo(json.dumps(report))
    else:
        each = ", ".join(f"{role} {count}" for role, count in tally.kills.items())
        click.echo(f"{tally.kills.total()} kills ({each}) in {tally.classes} classes, {seconds} s")
        click.echo("\n".join(tally.failures) or "Every gradebook came out as undisturbed.")
    sys.exit(bool(tally.failures))


if __name__ == "__main__":
    main()
