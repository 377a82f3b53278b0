"""How many values JSON text holds, found out before anything parses it.

A parser makes a Python object of every value: ten megabytes of `[],[],…` become half a gigabyte.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MAX_VALUES", "check_json"]

MAX_VALUES: Final = 1_000_000
MARKS: Final = b"[{,"
ESCAPES: Final = rb"\/bfnrtu"
ALL: Final = bytes(range(256))
NO_MARKS: Final = ALL.translate(None, MARKS)
NO_SIGNS: Final = ALL.translate(None, MARKS + b'"' + ESCAPES)


def check_json(data: bytes | bytearray) -> None:
    """Count brackets and commas of JSON text, in time that grows with its length.

    Raises ValueError, in words that follow "the file", when it holds too many values. Whether the
    text is JSON at all is for the parser to say, and every parser bounds how deep it goes.
    """
    if len(data.translate(None, NO_MARKS)) <= MAX_VALUES:
        return  # even with those that stand in strings
    # a quote behind an odd number of backslashes ends no string
    signs = data.translate(None, NO_SIGNS).replace(b"\\\\", b"").replace(b'\\"', b"")
    signs = signs.translate(None, ESCAPES)
    too_many = signs.count(b'"') > 2 * MAX_VALUES
    if too_many or len(b"".join(signs.split(b'"')[::2])) > MAX_VALUES:
        raise ValueError(f"holds more than {MAX_VALUES:,} values")
