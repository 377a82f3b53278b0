"""`workbook collect`: notebooks out of archives that nobody trusts."""

import io
import os
import stat
import struct
import tarfile
import zipfile
from functools import partial

import pytest
from class_maker import LESSON
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.classroom import archives
from autograder.classroom.collect import collect
from autograder.cli import main
from autograder.errors import UsageError

LONG = "a" * 300


def zipped(path, files):
    """Write a zip; `files` are pairs of a name and bytes, or a ZipInfo and bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def tarred(path, files, mode="w:gz"):
    """Write a tar; `files` are pairs of a name and bytes, or of a TarInfo and bytes."""
    with tarfile.open(path, mode) as archive:
        for name, data in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def foldered(path, files):
    """Write a folder."""
    for name, data in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def handed_in(classroom):
    """What lies in submitted/, by student."""
    found = (classroom.root / "submitted").rglob("*")
    return {path.parents[1].name: path.read_bytes() for path in found if path.is_file()}


@pytest.mark.parametrize("make", [zipped, tarred, foldered])
def test_notebooks_go_to_the_students_they_are_named_after(classroom, tmp_path, make):
    files = [
        ("class/ann.ipynb", b"1"),
        (f"class/Ünal Öz_12_assignsubmission_file_/{LESSON}.ipynb", b"2"),
        (f"bob/{LESSON}/{LESSON}.ipynb", b"3"),
        ("bob/notes.txt", b"4"),
        ("__MACOSX/._cid.ipynb", b"5"),
    ]
    source = make(tmp_path / "source", files)
    made = collect(classroom.course, LESSON, source)
    expected = {"ann": b"1", "Ünal Öz_12_assignsubmission_file_": b"2", "bob": b"3"}
    assert handed_in(classroom) == expected
    assert sorted(made.new) == sorted(expected)
    assert (made.refused, made.other) == ([], 2)
    again = collect(classroom.course, LESSON, source)
    assert (again.new, sorted(again.unchanged)) == ([], sorted(expected))


def test_what_was_handed_in_before_is_replaced_only_when_told(classroom, tmp_path):
    source = zipped(tmp_path / "a.zip", [("ann.ipynb", b"new")])
    classroom.hand_in("ann", b"old")
    assert "--replace" in collect(classroom.course, LESSON, source).refused[0]
    assert handed_in(classroom) == {"ann": b"old"}
    assert collect(classroom.course, LESSON, source, replace=True).replaced == ["ann"]
    assert handed_in(classroom) == {"ann": b"new"}


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize(
    "name",
    ["../ann.ipynb", "/tmp/ann.ipynb", "a/../../ann.ipynb", "..\\ann.ipynb", "c:\\ann.ipynb",
     "a\x1b[2J.ipynb", "a\nann.ipynb", "\u202eann.ipynb", f"{LONG}.ipynb", "-rf.ipynb", "=1.ipynb"],
    ids=lambda name: ascii(name)[:20],
)  # fmt: skip
def test_strange_names_are_refused_in_plain_words(classroom, tmp_path, make, name):
    source = make(tmp_path / "source", [(name, b"1"), ("bob.ipynb", b"2")])
    made = collect(classroom.course, LESSON, source)
    assert len(made.refused) == 1
    assert made.refused[0].isprintable()
    assert handed_in(classroom) == {"bob": b"2"}
    assert not (tmp_path / "ann.ipynb").exists()


def zip_link(path):
    info = zipfile.ZipInfo("ann.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped(path, [(info, b"/etc/passwd"), ("bob.ipynb", b"2")])


def tar_special(kind):
    def make(path):
        info = tarfile.TarInfo("ann.ipynb")
        info.type, info.linkname = kind, "/etc/passwd"
        return tarred(path, [(info, b""), ("bob.ipynb", b"2")])

    return make


def folder_link(path):
    foldered(path, [("bob.ipynb", b"2")])
    (path / "ann.ipynb").symlink_to("/etc/passwd")
    return path


def folder_pipe(path):
    foldered(path, [("bob.ipynb", b"2")])
    os.mkfifo(path / "ann.ipynb")
    return path


def too_large(make):
    return lambda path: make(path, [("ann.ipynb", bytes(11 * 2**20)), ("bob.ipynb", b"2")])


def doubled(make):
    files = [("ann.ipynb", b"1"), (f"ann/{LESSON}.ipynb", b"1"), ("bob.ipynb", b"2")]
    return lambda path: make(path, files)


def encrypted(path):
    data = bytearray(zipped(path, [("ann.ipynb", b"1"), ("bob.ipynb", b"2")]).read_bytes())
    entry = data.index(archives.ENTRY)
    data[entry + 8] |= 1
    path.write_bytes(data)
    return path


REFUSED = {
    "zip link": (zip_link, "link"),
    "zip too large": (too_large(zipped), "larger than 10 MiB"),
    "zip twice": (doubled(zipped), "several"),
    "zip encrypted": (encrypted, "encrypted"),
    "tar link": (tar_special(tarfile.SYMTYPE), "link"),
    "tar hard link": (tar_special(tarfile.LNKTYPE), "link"),
    "tar device": (tar_special(tarfile.CHRTYPE), "device"),
    "tar pipe": (tar_special(tarfile.FIFOTYPE), "device"),
    "tar too large": (too_large(tarred), "larger than 10 MiB"),
    "tar twice": (doubled(tarred), "several"),
    "folder link": (folder_link, "is a link"),
    "folder pipe": (folder_pipe, "not a plain file"),
    "folder too large": (too_large(foldered), "larger than 10 MiB"),
    "folder twice": (doubled(foldered), "several"),
}


@pytest.mark.parametrize(("make", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_one_bad_member_is_refused_and_the_others_are_taken(classroom, tmp_path, make, word):
    made = collect(classroom.course, LESSON, make(tmp_path / "source"))
    assert made.refused
    assert all(word in line for line in made.refused)
    assert handed_in(classroom) == {"bob": b"2"}


def bomb_of_names(path):
    """A tar header that announces a name of eight gigabytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8 * 2**30
    path.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(10_000))
    return path


def bomb_of_links(path):
    """A chain of name headers, which the library follows by recursion."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1
    path.write_bytes((info.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 5_000)
    return path


def entries(path):
    """A zip whose list of contents is endless."""
    path.write_bytes(b"PK\x03\x04" + archives.ENTRY * 30_000)
    return path


BROKEN = {
    "empty": b"",
    "text": b"hello",
    "zip without end": b"PK\x03\x04" + bytes(100),
    "gzip of nothing": b"\x1f\x8b\x08" + bytes(20),
    "zip64 lies": b"PK\x03\x04PK\x06\x07" + b"\xff" * 60 + b"PK\x05\x06" + b"\xff" * 18,
    "long name": bomb_of_names,
    "chain of names": bomb_of_links,
    "many entries": entries,
}


@pytest.mark.parametrize("made", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_archive_is_said_in_one_message(classroom, tmp_path, made):
    path = tmp_path / "source"
    path.write_bytes(made) if isinstance(made, bytes) else made(path)
    with pytest.raises(UsageError, match=r"source|zip with more than"):
        collect(classroom.course, LESSON, path)
    assert handed_in(classroom) == {}


def test_a_tar_that_unpacks_to_too_much_ends_early(classroom, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2**20)
    files = [("bob.ipynb", b"2"), ("zeros", bytes(3 * 2**20)), ("ann.ipynb", b"1")]
    made = collect(classroom.course, LESSON, tarred(tmp_path / "source", files))
    assert "the rest was not read" in made.refused[0]
    assert handed_in(classroom) == {"bob": b"2"}


def test_a_zip_that_unpacks_to_too_much_ends_early(classroom, tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2**20)
    files = [("bob.ipynb", b"2"), ("zeros", bytes(3 * 2**20)), ("ann.ipynb", b"1")]
    made = collect(classroom.course, LESSON, zipped(tmp_path / "source", files))
    assert "more than it may" in made.refused[0]
    assert handed_in(classroom) == {"bob": b"2"}


def test_a_truncated_archive_gives_what_is_whole(classroom, tmp_path):
    files = [("bob.ipynb", b"2"), ("ann.ipynb", os.urandom(2**20))]
    source = tarred(tmp_path / "source", files)
    os.truncate(source, 2**19)
    made = collect(classroom.course, LESSON, source)
    assert handed_in(classroom) == {"bob": b"2"}
    assert "ann.ipynb cannot be read" in made.refused[0]


@pytest.mark.parametrize("make", [zipped, tarred, foldered])
def test_a_flood_of_files_ends_early(classroom, tmp_path, monkeypatch, make):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    monkeypatch.setattr(archives, "ENTRY", b"never")
    files = [(f"s{number}.ipynb", b"1") for number in range(9)]
    made = collect(classroom.course, LESSON, make(tmp_path / "source", files))
    assert "the rest was not read" in made.refused[0]
    assert len(made.new) == 5


def sample(make, tmp_path_factory):
    """The bytes of a good archive."""
    path = tmp_path_factory.mktemp("sample") / "source"
    files = [("ann.ipynb", b"1" * 50), (f"bob/{LESSON}.ipynb", b"2"), ("c.txt", b"3")]
    return make(path, files).read_bytes()


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """A zip, a tar.gz and a tar."""
    makes = (zipped, tarred, partial(tarred, mode="w"))
    return [sample(make, tmp_path_factory) for make in makes]


@given(data=st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_changed_archives_give_members_or_a_refusal(data, samples, tmp_path):
    archive = bytearray(data.draw(st.sampled_from(samples)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(archive) - 1))
        archive[place] = data.draw(st.sampled_from([0, 1, 0x20, 0x7F, 0x80, 0xFF, 0x4C, 0x78]))
    path = tmp_path / "source"
    path.write_bytes(archive[: data.draw(st.integers(len(archive) // 2, len(archive)))])
    try:
        for member in archives.members(path):
            if isinstance(member, archives.Member):
                assert len(member.read(100)) <= 100
    except (UsageError, archives.Refusal):
        pass


def test_the_command_says_what_it_did(classroom, tmp_path):
    source = zipped(tmp_path / "a.zip", [("ann.ipynb", b"1"), ("../b.ipynb", b"2"), ("c.txt", b"")])
    ran = CliRunner().invoke(main, ["collect", LESSON, str(source)])
    assert ran.exit_code == 1
    assert "refused: ../b.ipynb leads out of the archive" in ran.output
    assert "1 new, 0 replaced, 0 unchanged, 1 refused; 1 other files left out" in ran.output
    assert CliRunner().invoke(main, ["collect", "9-9-9-no", str(source)]).exit_code == 2


def test_an_endless_gzip_costs_no_memory():
    file = archives.Rationed(io.BytesIO(bytes(100)))
    for size in (-1, archives.MAX_READ + 1):
        with pytest.raises(tarfile.ReadError):
            file.read(size)
    with pytest.raises(tarfile.ReadError):
        file.seek(archives.MAX_UNPACKED + 1)
    assert struct.unpack("<I", file.read(4)) == (0,)
