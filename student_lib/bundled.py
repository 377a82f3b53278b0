"""The small real data in the package: where it lies, whose it is, and whether it is whole.

`bundled/manifest.json` lists every file with its source, licence, bytes and SHA-256.
`scripts/make_bundle.py` remakes them all from their sources.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FOLDER", "LIMIT", "Entry", "bundled", "manifest", "verify"]

FOLDER = Path(__file__).with_name("bundled")
LIMIT = 8 * 2**20  # bytes that all bundled files may take together


@dataclass(frozen=True)
class Entry:
    """A bundled file. `file` is its path inside the bundle's folder, with forward slashes."""

    file: str
    source: str
    licence: str
    sha256: str
    bytes: int


def bundled(name: str, folder: Path | None = None) -> Path:
    """Give the path of a bundled file.

    Raises FileNotFoundError when it is not there, which means a broken installation.

    Example: bundled("shakespeare.txt.gz") -> .../student_lib/bundled/shakespeare.txt.gz
    """
    path = (folder or FOLDER) / name
    if not path.is_file():
        raise FileNotFoundError(f"the bundled file {name} is missing: install the workbook again")
    return path


def manifest(folder: Path | None = None) -> list[Entry]:
    """Read the table of bundled files. Raises OSError, ValueError or TypeError if it is broken."""
    text = ((folder or FOLDER) / "manifest.json").read_text(encoding="utf-8")
    return [Entry(**row) for row in json.loads(text)["files"]]


def verify(folder: Path | None = None) -> list[str]:
    """Compare every bundled file with the manifest; return the findings, none when all is well.

    Never raises: what cannot be read is a finding too.

    Example: verify() -> []
    """
    folder = folder or FOLDER
    try:
        entries = manifest(folder)
    except (OSError, ValueError, TypeError, KeyError) as e:
        return [f"manifest.json: cannot be read ({e})"]
    known = {entry.file for entry in entries} | {"manifest.json"}
    found = [finding for entry in entries if (finding := _check(folder, entry))]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in known and "__pycache__" not in name:
            found.append(f"{name}: not in the manifest")
    if (total := sum(entry.bytes for entry in entries)) > LIMIT:
        found.append(f"the bundle takes {total:,} bytes, more than its limit of {LIMIT:,}")
    return found


def _check(folder: Path, entry: Entry) -> str | None:
    """Say what is wrong with one file, or None."""
    try:
        content = (folder / entry.file).read_bytes()
    except OSError as e:
        return f"{entry.file}: cannot be read ({type(e).__name__})"
    if not (entry.source and entry.licence):
        return f"{entry.file}: the manifest names no source or no licence"
    if len(content) != entry.bytes:
        return f"{entry.file}: has {len(content):,} bytes, the manifest says {entry.bytes:,}"
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        return f"{entry.file}: its SHA-256 is not the manifest's"
    return None
