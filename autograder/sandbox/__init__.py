"""Walls around student code: namespaces, a private mount tree, limits, Landlock and seccomp.

A launcher calls `enter_jail` and then `spawn` for each submission. Linux only, x86_64 and aarch64,
nothing but the standard library.
"""

from __future__ import annotations

from autograder.sandbox.binds import default_binds
from autograder.sandbox.jail import enter_jail, place_of
from autograder.sandbox.plan import Bind, Identity, JailInfo, JailPlan, Tier, WorkerLimits
from autograder.sandbox.selftest import prove, self_test
from autograder.sandbox.spawning import clear_up, end, spawn
from autograder.sandbox.tiers import Check, ProbeReport, probe
from autograder.sandbox.users import UID_BASE, UIDS
from autograder.sandbox.watching import (
    Limit,
    baseline_bytes,
    exceeded,
    family,
    lives,
    memory_bytes,
    ran_out,
    trim,
)

__all__ = [
    "UIDS",
    "UID_BASE",
    "Bind",
    "Check",
    "Identity",
    "JailInfo",
    "JailPlan",
    "Limit",
    "ProbeReport",
    "Tier",
    "WorkerLimits",
    "baseline_bytes",
    "clear_up",
    "default_binds",
    "end",
    "enter_jail",
    "exceeded",
    "family",
    "lives",
    "memory_bytes",
    "place_of",
    "probe",
    "prove",
    "ran_out",
    "self_test",
    "spawn",
    "trim",
]
