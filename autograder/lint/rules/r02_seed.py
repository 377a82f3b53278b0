"""One `utils.set_seed(42)`, in the cell of imports; no other seeding anywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.lint.notebook import LintCell, LintNotebook
from autograder.lint.python import dotted
from autograder.lint.rules.base import Problem, Rule, at

SEEDING = frozenset(
    [
        "manual_seed",
        "manual_seed_all",
        "set_rng_state",
        "set_rng_state_all",
        "seed_everything",
        "seed_all",
    ]
)
SEEDING_CALLS = frozenset(
    f"{module}.seed"
    for module in [
        "random",
        "np.random",
        "numpy.random",
        "torch",
        "torch.random",
        "torch.cuda",
        "torch.mps",
    ]
)
WANTED = "utils.set_seed(42)"
MEND = (
    "remove it: the one call of set_seed is enough. Pass randomness in, as a noise tensor or a "
    "torch.Generator() (its first seed is always the same)"
)


def check(notebook: LintNotebook) -> Iterator[Problem]:
    """Find a missing, second, misplaced or different seed."""
    seeds = [(cell, call) for cell in notebook.code for call in _calls(cell, {"set_seed"})]
    if not seeds:
        yield Problem("", "no call of set_seed", f"write `{WANTED}` in the cell of imports")
    for cell, call in seeds[:1]:
        if not cell.tagged("imports"):
            mend = f"move `{WANTED}` to the cell tagged `imports`"
            yield at(cell, call, "set_seed is called outside the cell of imports", mend)
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        if [value.value for value in values if isinstance(value, ast.Constant)] != [42]:
            yield at(cell, call, f"the seed is set by `{ast.unparse(call)}`", f"write `{WANTED}`")
    for cell, call in seeds[1:]:
        yield at(cell, call, "set_seed is called again", MEND)
    for cell in notebook.code:
        for call in _calls(cell, SEEDING):
            yield at(cell, call, f"another seeding: `{ast.unparse(call)}`", MEND)


def _calls(cell: LintCell, names: frozenset[str] | set[str]) -> Iterator[ast.Call]:
    """Yield the calls of functions with these last names; what set_seed itself does is exempt."""
    inside = {
        id(node)
        for definition in ast.walk(cell.tree)
        if isinstance(definition, ast.FunctionDef) and definition.name == "set_seed"
        for node in ast.walk(definition)
    }
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Call) and id(node) not in inside:
            name = dotted(node.func)
            in_modules = names is SEEDING and name in SEEDING_CALLS
            if name.rpartition(".")[2] in names or in_modules:
                yield node


RULE = Rule(2, "seed", check)
