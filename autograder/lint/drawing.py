"""Telling code that draws from code that does not."""

from __future__ import annotations

import ast
import re

from autograder.lint.python import dotted, top_level

__all__ = ["draws"]

HELPERS = frozenset({"heatmap", "bars", "curves", "show_tensors"})
METHODS = re.compile(
    r"plot|plot_surface|scatter|imshow|matshow|hist|hist2d|bar|barh|boxplot|violinplot|contourf?|"
    r"quiver|fill_between|errorbar|pcolormesh|semilogy|semilogx|loglog|stem|step|pie|streamplot|"
    r"tricontourf|hexbin|stackplot"
)
STEPS_OF_OTHERS = frozenset({"step"})  # opt.step() draws nothing; ax.step(x, y) does


def draws(tree: ast.AST) -> bool:
    """Tell whether running the cell draws: a call of matplotlib or of our drawing helpers."""
    return any(isinstance(node, ast.Call) and _draws(node) for node in top_level(tree))


def _draws(call: ast.Call) -> bool:
    owner, _, name = dotted(call.func).rpartition(".")
    if owner == "utils":
        return name in HELPERS
    if name in STEPS_OF_OTHERS:
        return owner in ("ax", "plt")
    return bool(owner) and METHODS.fullmatch(name) is not None
