"""Files out of a zip, a tar or a folder that nobody trusts: only bytes and names come out.

Nothing is unpacked to disk. What leads out of the archive, links, devices, what is encrypted and
what unpacks to more than it may is refused in words, and the rest is read all the same.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from autograder.classroom.intake import walk
from autograder.errors import UsageError
from autograder.notebook import read_file
from autograder.text import one_line

__all__ = ["Member", "Refusal", "members"]

MIB: Final = 2**20
MAX_ARCHIVE: Final = 2_000 * MIB
MAX_MEMBERS: Final = 20_000
MAX_UNPACKED: Final = 4_000 * MIB
MAX_READ: Final = 64 * MIB  # by the library at once: names can be as long as a file
ENTRY: Final = b"PK\x01\x02"  # begins each entry of a zip's list of contents


class Refusal(Exception):
    """Why a member is not taken, or why nothing more of an archive is."""


@dataclass(frozen=True)
class Member:
    """A file in an archive. `read` returns its bytes, or raises Refusal when it has too many.

    It works until the next member is asked for.
    """

    path: PurePosixPath
    read: Callable[[int], bytes]


def members(source: Path) -> Iterator[Member | Refusal]:
    """Yield the files of an archive or a folder, and a Refusal for each that cannot be taken.

    Raises:
        UsageError: the source is no folder, zip, tar or tar.gz.
    """
    if source.is_dir():
        yield from _bounded(_of_folder(source), source)
        return
    try:
        with source.open("rb") as file:
            size, start = source.stat().st_size, file.read(4)
            if size > MAX_ARCHIVE:
                raise UsageError(f"{one_line(source)} is larger than {MAX_ARCHIVE // MIB} MiB")
            file.seek(0)
            yield from _bounded(_opened(file, start), source)
    except OSError as error:
        raise UsageError(f"{one_line(source)} cannot be read: {error.strerror or error}") from None


def _opened(file: IO[bytes], start: bytes) -> Iterator[Member | Refusal]:
    if start[:2] == b"PK":
        return _of_zip(file)
    if start[:2] == b"\x1f\x8b":
        return _of_tar(cast("IO[bytes]", gzip.GzipFile(fileobj=file)))
    return _of_tar(file)


def _bounded(found: Iterator[Member | Refusal], source: Path) -> Iterator[Member | Refusal]:
    """Stop after many members, and at the first fault in the archive itself."""
    count = 0
    try:
        for count, member in enumerate(found, 1):
            if count > MAX_MEMBERS:
                yield Refusal(f"more than {MAX_MEMBERS:,} files: the rest was not read")
                return
            yield member
    except UsageError:
        raise
    except Exception as error:  # the libraries raise what they like over a broken archive
        if not count:
            raise UsageError(
                f"{one_line(source)} is no folder, zip, tar or tar.gz that can be read "
                f"({one_line(error) or type(error).__name__})"
            ) from None
        yield Refusal(f"the archive is broken ({one_line(error)}): the rest was not read")


def _safe(name: str) -> PurePosixPath:
    """Return a member's path; raise Refusal for one that leads out."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or not path.name:
        raise Refusal(f"{one_line(name)} leads out of the archive")
    return path


# folders
def _of_folder(folder: Path) -> Iterator[Member | Refusal]:
    for entry in walk(folder, MAX_MEMBERS):
        if entry.is_symlink():
            yield Refusal(f"{one_line(entry.path)} is a link")
        elif not entry.is_dir():
            path = Path(entry.path)
            inside = PurePosixPath(path.relative_to(folder).as_posix())
            yield Member(inside, partial(read_file, path))


# zip
def _of_zip(file: IO[bytes]) -> Iterator[Member | Refusal]:
    if _count(file, ENTRY) > MAX_MEMBERS:  # the library makes an object of each before we see one
        raise UsageError(f"a zip with more than {MAX_MEMBERS:,} files is not read")
    room = MAX_UNPACKED
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            if info.is_dir():
                continue
            try:
                path = _safe(info.filename)
                if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                    raise Refusal(f"{one_line(info.filename)} is a link or a device")
                if info.flag_bits & 1 or info.compress_type not in (
                    zipfile.ZIP_STORED,
                    zipfile.ZIP_DEFLATED,
                ):
                    raise Refusal(f"{one_line(info.filename)} is encrypted or packed in a rare way")
                room -= info.file_size
                if room < 0:
                    raise Refusal("the archive unpacks to more than it may")
            except Refusal as refusal:
                yield refusal
                continue
            opened = partial(archive.open, info)
            yield Member(path, partial(_contents, opened, info.filename))


def _count(file: IO[bytes], sign: bytes) -> int:
    count, tail = 0, b""
    while chunk := file.read(MIB):
        count += (tail + chunk).count(sign)
        tail = chunk[-len(sign) + 1 :]
    file.seek(0)
    return count


def _contents(opened: Callable[[], IO[bytes]], name: str, most: int) -> bytes:
    try:
        with opened() as file:
            data = file.read(most + 1)
    except Exception as error:  # as above
        raise Refusal(f"{one_line(name)} cannot be read ({one_line(error)})") from None
    if len(data) > most:
        raise Refusal(f"{one_line(name)} is larger than {most / MIB:.0f} MiB")
    return data


# tar
class Rationed(io.RawIOBase):
    """An unpacking file that ends a bomb: the library reads as much as a header asks for."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        """Read a bounded number of bytes."""
        if not 0 <= size <= MAX_READ:
            raise tarfile.ReadError("a name or an entry is too long")
        return self.file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on, but not beyond what may be unpacked."""
        if offset > MAX_UNPACKED:
            raise tarfile.ReadError("it unpacks to more than it may")
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        """Return how far it was read."""
        return self.file.tell()


def _of_tar(file: IO[bytes]) -> Iterator[Member | Refusal]:
    with tarfile.open(fileobj=cast("IO[bytes]", Rationed(file)), mode="r:") as archive:
        for info in archive:
            if info.isdir():
                continue
            try:
                path = _safe(info.name)
                if not info.isreg() or info.issparse():
                    raise Refusal(f"{one_line(info.name)} is a link, a device or a sparse file")
            except Refusal as refusal:
                yield refusal
                continue
            opened = cast("Callable[[], IO[bytes]]", partial(archive.extractfile, info))
            yield Member(path, partial(_contents, opened, info.name))
