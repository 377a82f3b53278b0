"""Docstrings of student_lib as the site shows them: `Example: input -> output` as code."""

import re
from typing import Any

import griffe

EXAMPLE = re.compile(r"\bExample: (.+?)( -> .+)?$", re.MULTILINE)


class Examples(griffe.Extension):
    """Marks what is code in an example; brackets in it would else be read as links."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = EXAMPLE.sub(_shown, obj.docstring.value)


def _shown(found: re.Match[str]) -> str:
    given, gives = found[1].replace("`", ""), (found[2] or "").removeprefix(" -> ")
    return f"**Example** `` {given} ``" + (f" → {gives}" if gives else "")
