"""Two values that should be alike: side by side, with the first difference and a picture."""

import html
import re
import reprlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from student_lib.seat.pictures import picture

__all__ = ["Comparison", "differ"]

CODE_CHARACTERS = 60
VALUES = "values"
SMALL = 8
"""So many values are written out; more are shown as a picture."""
TABLE = "<table style='font-family: monospace; margin: 8px 0'>{}</table>"
CELL = "<td style='text-align: left; padding: 2px 8px'>{}</td>"
SHORT = reprlib.Repr()
SHORT.maxstring = SHORT.maxother = 120
SHORT.maxlist = SHORT.maxtuple = SHORT.maxdict = SHORT.maxset = 12


@dataclass(frozen=True)
class Comparison:
    """What a failed assert compared, for a person to read.

    Attributes:
        left_code: the code of one side; `right_code` of the other.
        left: its value; `right` of the other.
        rtol: the tolerances of the assert; `atol` likewise.
    """

    left_code: str
    right_code: str
    left: Any
    right: Any
    rtol: float = 1e-5
    atol: float = 1e-8

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the properties of both sides that are worth a look, each under its name."""
        left, right = tensors(self.left, self.right)
        if left is None or right is None:
            return [("value", shown(self.left), shown(self.right))]
        written = (VALUES, values(left), values(right))
        if not left.ndim and not right.ndim:
            return [written]
        return [
            ("shape", str(tuple(left.shape)), str(tuple(right.shape))),
            ("dtype", short_dtype(left), short_dtype(right)),
            *([written] if max(left.numel(), right.numel()) <= SMALL else []),
        ]

    def sentence(self) -> str:
        """Say in words where the two differ; "" where that is plain to see."""
        left, right = tensors(self.left, self.right)
        if left is None or right is None:
            return in_sequences(self.left, self.right)
        if left.shape != right.shape:
            return "The shapes differ."
        return in_tensors(left, right, self.rtol, self.atol)

    def __repr__(self) -> str:
        head = ("", cut(self.left_code), cut(self.right_code))
        rows = [head, *self.rows()]
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        return "\n".join([*lines, *filter(None, [self.sentence()])])

    def _repr_html_(self) -> str:
        drawn = self._picture()  # of small tensors it shows the numbers
        head = ("", cut(self.left_code), cut(self.right_code))
        rows = [head, *(row for row in self.rows() if not (drawn and row[0] == VALUES))]
        cells = ("".join(CELL.format(html.escape(text)) for text in row) for row in rows)
        table = TABLE.format("".join(f"<tr>{row}</tr>" for row in cells))
        words = self.sentence()
        return f"<div>{table}{f'<p>{html.escape(words)}</p>' if words else ''}{drawn}</div>"

    def _picture(self) -> str:
        left, right = tensors(self.left, self.right)
        if left is None or right is None or left.shape != right.shape:
            return ""
        return picture(
            {cut(self.left_code): left, cut(self.right_code): right},
            different(left, right, self.rtol, self.atol),
        )


def cut(code: str) -> str:
    """Shorten code that would make a column too wide."""
    return code if len(code) <= CODE_CHARACTERS else f"{code[: CODE_CHARACTERS - 1]}…"


def shown(value: object) -> str:
    """Write any value in a line; of an object whose repr fails, its class."""
    return SHORT.repr(value)


def short_dtype(x: torch.Tensor) -> str:
    """Name a dtype as `float32`."""
    return str(x.dtype).removeprefix("torch.")


def tensors(left: object, right: object) -> tuple[torch.Tensor | None, torch.Tensor | None]:
    """Return both sides as tensors where one is a tensor or an array, and the other can be."""
    kinds = (torch.Tensor, np.ndarray)
    if not isinstance(left, kinds) and not isinstance(right, kinds):
        return None, None
    return as_tensor(left), as_tensor(right)


def as_tensor(x: object) -> torch.Tensor | None:
    """Return a tensor on the CPU; None for what is none, or has no values to look at."""
    try:
        t = torch.as_tensor(x).detach()
    except (TypeError, ValueError, RuntimeError):
        return None
    plain = not (t.is_meta or t.is_complex() or t.is_sparse or t.is_quantized)
    return t.cpu() if plain else None


def different(left: torch.Tensor, right: torch.Tensor, rtol: float, atol: float) -> torch.Tensor:
    """Return where two tensors of one shape differ; NaN is like NaN."""
    return ~torch.isclose(left.double(), right.double(), rtol, atol, equal_nan=True)


def differ(left: object, right: object, rtol: float, atol: float) -> bool:
    """Whether an assert that asks both to be close blames them."""
    one, other = tensors(left, right)
    if one is None or other is None or one.shape != other.shape:
        return True
    return one.dtype != other.dtype or bool(different(one, other, rtol, atol).any())


def in_tensors(left: torch.Tensor, right: torch.Tensor, rtol: float, atol: float) -> str:
    """Say where two tensors of one shape differ."""
    wrong = different(left, right, rtol, atol)
    if not wrong.any():
        return "The dtypes differ." if left.dtype != right.dtype else ""
    if not left.ndim:
        return ""
    first = tuple(wrong.nonzero()[0].tolist())
    gaps = (left.double() - right.double()).abs()
    worst = gaps.nan_to_num(nan=float("-inf")).argmax()
    place = [int(i) for i in np.unravel_index(int(worst), tuple(left.shape))]
    return (
        f"{int(wrong.sum())} of {wrong.numel()} values differ, the first at {list(first)}: "
        f"{number(left[first])} and {number(right[first])}. "
        f"The largest difference is {number(gaps[tuple(place)])}, at {place}."
    )


def values(x: torch.Tensor) -> str:
    """Write a small tensor in a line."""
    if not x.ndim:
        return number(x)
    exact = x.float() if x.dtype == torch.bfloat16 else x
    text = np.array2string(exact.numpy(), separator=", ", precision=6, suppress_small=True)
    return re.sub(r"\s+(?=[],])|(?<=\[)\s+", "", " ".join(text.split()))


def number(x: torch.Tensor) -> str:
    """Write one value with as many digits as it takes to tell two apart."""
    return f"{x.item():.6g}" if x.is_floating_point() else str(x.item())


def in_sequences(left: object, right: object) -> str:
    """Say where two lists or tuples differ."""
    if not isinstance(left, list | tuple) or not isinstance(right, list | tuple):
        return ""
    for i in range(min(len(left), len(right))):
        if not alike(left[i], right[i]):
            return f"The first difference is at [{i}]: {shown(left[i])} and {shown(right[i])}."
    longer = len(left) != len(right)
    return f"The lengths differ: {len(left)} and {len(right)}." if longer else ""


def alike(left: object, right: object) -> bool:
    """Compare two items of any kind."""
    try:
        return bool(left == right)
    except Exception:  # tensors of several values, and a student's own __eq__
        return left is right
