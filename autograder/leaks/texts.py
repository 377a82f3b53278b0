"""Every text that the files of a bundle hold, each with its place in words.

Notebooks are taken apart: sources, outputs, attachments and all metadata. Archives and compressed
files are opened, base64 is decoded, and of what is no text the readable stretches are taken.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Text", "texts"]

DEPTH = 3
READABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{24,}")
BASE64 = re.compile(r"[A-Za-z0-9+/\s]{32,}={0,2}\s*")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """A text of a bundle. `code` tells that it is Python from its first to its last line."""

    place: str
    text: str
    code: bool = False


def texts(files: Mapping[str, bytes]) -> Iterator[Text]:
    """Yield the texts of all files, in order of their paths."""
    for path in sorted(files):
        yield from _file(path, files[path], DEPTH)


def _file(place: str, data: bytes, depth: int) -> Iterator[Text]:
    """Yield the texts of a file that lies at `place`, to `depth` levels of packing."""
    if depth and data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for name in sorted(packed.namelist()):
                    yield from _file(f"{place}, {name}", packed.read(name), depth - 1)
            return
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error):
            pass
    if depth and data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            pass
        else:
            yield from _file(place, data, depth - 1)
            return
    text = _decoded(data)
    content = _json(place, text)
    if place.endswith(".ipynb") and isinstance(content, dict):
        yield from _notebook(place, cast("Json", content), depth)
    elif content is not None:
        yield from _strings(place, content, depth)
    else:
        yield Text(place, text, code=place.endswith(".py"))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        stretches = READABLE.findall(data)
        return "\n".join(stretch.decode("utf-8", "replace") for stretch in stretches)


def _json(place: str, text: str) -> object:
    if not place.endswith((".json", ".ipynb")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _notebook(place: str, notebook: Json, depth: int) -> Iterator[Text]:
    cells = notebook.get("cells")
    for number, cell in enumerate(cells if isinstance(cells, list) else []):
        if not isinstance(cell, dict):
            continue
        cell = cast("Json", cell)
        where = f"{place}, cell {cell.get('id', number)!r}"
        source = cell.get("source", "")
        text = "".join(source) if isinstance(source, list) else str(source)
        yield Text(where, text, code=cell.get("cell_type") == "code")
        for key in sorted(cell.keys() - {"source", "cell_type", "id", "attachments"}):
            yield from _strings(f"{where}, {key}", cell[key], depth)
        attachments = cell.get("attachments")
        for name, parts in attachments.items() if isinstance(attachments, dict) else ():
            yield from _strings(f"{where}, attachment {name!r}", parts, depth)
    rest = {key: value for key, value in notebook.items() if key != "cells"}
    yield from _strings(f"{place}, metadata", rest, depth)


def _strings(place: str, value: object, depth: int) -> Iterator[Text]:
    """Yield the strings of JSON data; a list of strings is also one text, as outputs are kept."""
    match value:
        case str():
            yield from _string(place, value, depth)
        case dict():
            yield Text(place, " ".join(str(key) for key in cast("Json", value)))
            for inner in cast("Json", value).values():
                yield from _strings(place, inner, depth)
        case list():
            items = cast("list[object]", value)
            joined = [item for item in items if isinstance(item, str)]
            yield from _string(place, _joined(joined), depth)
            for item in items:
                if not isinstance(item, str):
                    yield from _strings(place, item, depth)
        case _:
            pass


def _joined(lines: list[str]) -> str:
    whole = any(line.endswith("\n") for line in lines[:-1])
    return ("" if whole else "\n").join(lines)


def _string(place: str, text: str, depth: int) -> Iterator[Text]:
    if depth and BASE64.fullmatch(text):
        try:
            data = base64.b64decode(text, validate=False)
        except (binascii.Error, ValueError):
            pass
        else:
            yield from _file(place, data, depth - 1)
    if text:
        yield Text(place, text)
