"""The linter's rules, one a module, in the order of the lesson guide."""

from autograder.lint.rules import (
    r00_readable,
    r01_format,
    r02_seed,
    r03_position,
    r04_sections,
    r05_granularity,
    r06_visuals,
    r07_portable,
    r08_practice,
    r09_asserts,
    r10_marks,
    r11_grade_cells,
    r12_exports,
    r13_leaks,
    r14_products,
    r15_demo,
    r16_grader,
)
from autograder.lint.rules.base import Problem, Rule

__all__ = ["READABLE", "RULES", "Problem", "Rule"]

READABLE = r00_readable.RULE
"""Comes first, and alone while it finds anything: the others need code that parses."""

RULES: tuple[Rule, ...] = (
    r01_format.RULE,
    r02_seed.RULE,
    r03_position.RULE,
    r04_sections.RULE,
    r05_granularity.RULE,
    r06_visuals.RULE,
    r07_portable.RULE,
    r08_practice.RULE,
    r09_asserts.RULE,
    r10_marks.RULE,
    r11_grade_cells.RULE,
    r12_exports.RULE,
    r13_leaks.RULE,
    r14_products.RULE,
    r15_demo.RULE,
    r16_grader.RULE,
)
