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


@dataclass
class Tally:
    """What happened."""

    kills: Counter[str] = field(default_factory=Counter[str])
    classes: int = 0
    second_runs: int = 0
    failures: list[str] = field(default_factory=list[str])

    def fail(self, text: str) -> None:
        """Note a failure, and show it now."""
        self.failures.append(text)
        click.echo(text, err=True)


def disturbed(root: Path, moments: list[float], chance: random.Random, tally: Tally) -> None:
    """Grade a class to its end with a kill at each of these moments, counted from one to the next.

    A moment that a run does not live to see is left for nobody.
    """
    while True:
        with killing.grading(root) as run:
            done = disturb(run, moments, chance, tally)
            code = run.wait()
            left = run.survivors()
            if left:
                tally.fail(f"{root.name}: left behind {left}")
        if code == 0:
            return
        if not done:
            tally.fail(f"{root.name}: exit code {code}: {run.output[-2000:]}")
            return
        tally.second_runs += code != -9  # kills hit a retry, too: that waits for the next run


def disturb(run: killing.Run, moments: list[float], chance: random.Random, tally: Tally) -> int:
    """Kill processes of one run until it ends; return how many. Moments used are taken out."""
    done, last = 0, time.monotonic()
    while run.process.poll() is None:
        present = run.look()
        if moments and present and time.monotonic() > last + moments[0]:
            role = chance.choice(sorted({one.role for one in present}))
            if chance.choice([one for one in present if one.role == role]).kill():
                tally.kills[role] += 1
                done, last = done + 1, time.monotonic()
                moments.pop(0)
        time.sleep(0.02 if moments else 0.2)
    return done


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
            name, case = list(cases.items())[tally.classes % len(cases)]
            root = big_class.copied(case.before, Path(folder) / f"{name}-{tally.classes}")
            wanted = min(chance.randint(4, 16), kills - tally.kills.total())
            first = chance.uniform(0, case.seconds)
            rest = [chance.expovariate(6 / case.seconds) for _ in range(wanted - 1)]
            disturbed(root, [first, *rest], chance, tally)
            found = list(big_class.differences(case.expected, big_class.snapshot(root)))
            for one in found[:5]:
                tally.fail(f"{root.name}: {one}")
            tally.classes += 1
            shutil.rmtree(root)
            progress = f"{dict(tally.kills)}, {tally.classes} classes"
            click.echo(f"{progress}, {len(tally.failures)} failures", err=True)
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
