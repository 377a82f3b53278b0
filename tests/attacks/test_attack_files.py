"""Attacks by the file itself: what is handed in need not be a notebook at all.

These have odd bytes or kinds of file, so they are made here. A refused submission (R) costs nobody
anything and leaves no row; one with strange things beside an honest notebook is graded (N).
"""

import io
import json
import os
import shutil
import socket
import stat
import tarfile
import zipfile
from pathlib import Path

import attack_course
import pytest
from attack_course import ANSWERS, LESSON, POINTS
from inert import assert_inert

MARK = "left-by-an-attack"


def right() -> dict:
    """A right notebook."""
    return attack_course.notebook(ANSWERS)


def text_of(**changes: object) -> bytes:
    """A right notebook as bytes, with other fields at the top."""
    return json.dumps(right() | changes).encode()


def zip_of(*names: str, size: int = 10) -> bytes:
    """A zip archive of these paths; a member of 10^8 zeros takes 10^5 bytes in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return made.getvalue()


def tar_of(*members: tuple[str, bytes, str]) -> bytes:
    """A tar archive of (path, type, where a link leads)."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, kind, target in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    return made.getvalue()


SLIPS = ("../../../" + MARK, f"/tmp/{MARK}", f"{LESSON}.ipynb")
ARCHIVES = {
    "zip slip": zip_of(*SLIPS),
    "zip bomb": zip_of(*SLIPS, size=10**8),
    "tar slip": tar_of(*((name, tarfile.REGTYPE, "") for name in SLIPS)),
    "tar links": tar_of(
        (MARK, tarfile.SYMTYPE, "/"), ("hard", tarfile.LNKTYPE, "../../gradebook.db")
    ),
    "tar devices": tar_of((MARK, tarfile.FIFOTYPE, ""), ("disk", tarfile.BLKTYPE, "")),
}
DEEP = b"[" * 10**5 + b"]" * 10**5


def doubled_key() -> bytes:
    """A notebook with the key `cells` twice; readers disagree on which one counts."""
    return b'{"cells": [], ' + text_of()[1:-1] + b', "cells": 7}'


def with_cell(**changes: object) -> bytes:
    """A notebook whose answer has other fields."""
    made = right()
    next(cell for cell in made["cells"] if cell["id"] == "add").update(changes)
    return json.dumps(made).encode()


BYTES = {
    **{f"{name} as notebook": data for name, data in ARCHIVES.items()},
    "nothing": b"",
    "random bytes": os.urandom(2000),
    "half a notebook": text_of()[:-200],
    "python": b"print('4 points')",
    "depth 10^5": DEEP,
    "cells of depth 10^5": b'{"nbformat": 4, "cells": ' + DEEP + b"}",
    "metadata of depth 10^5": text_of(metadata="@").replace(b'"@"', DEEP),
    "doubled keys": doubled_key(),
    "cells that are none": text_of(cells=[1, "two", None]),
    "cells as text": text_of(cells="cells"),
    "sources that are numbers": with_cell(source=7),
    "sources of lists of lists": with_cell(source=[["a"]]),
    "an unknown kind of cell": with_cell(cell_type="executable"),
    "metadata that is a list": with_cell(metadata=[]),
    "a version that is a text": text_of(nbformat="4"),
    "version 10^400": text_of(nbformat="@").replace(b'"@"', b"1" + b"0" * 400),
    "NaN": text_of(nbformat="@").replace(b'"@"', b"NaN"),
    "5000 cells": text_of(cells=right()["cells"] * 800),
    "no cell of the lesson": text_of(cells=[]),
    "half a character": with_cell(source="@").replace(b'"@"', b'"\xed\xa0\x80"'),
    "UTF-16": text_of().decode().encode("utf-16"),
}


def written(data: bytes):
    """Hand in these bytes."""
    return lambda classroom, student: classroom.hand_in(student, data)


def instead(make):
    """Hand in a notebook, and put something else in its place."""

    def act(classroom, student: str) -> None:
        path = classroom.hand_in(student)
        path.unlink()
        make(path)

    return act


def beside(make):
    """Hand in a notebook, and put something beside it."""

    def act(classroom, student: str) -> None:
        make(classroom.hand_in(student).parent)

    return act


def device(path: Path) -> None:
    """Make a device file that reads as zeros."""
    if os.geteuid() != 0:
        pytest.skip("only root can make device files")
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))


def listening(path: Path) -> None:
    """Make a socket file."""
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # such a path may have 107 letters only
        try:
            one.bind(path.name)
        finally:
            os.chdir(here)


def sparse(path: Path) -> None:
    """Make a file of 500 MB that takes no room."""
    path.write_bytes(text_of())
    os.truncate(path, 500 * 10**6)


def large(path: Path) -> None:
    """Make a notebook that is valid, and larger than any that is read."""
    path.write_bytes(text_of(metadata={"x": "x" * 3 * 2**20}))


def many(folder: Path) -> None:
    """Put thousands of files beside the notebook."""
    for number in range(1500):
        (folder / f"{number}.txt").touch()


def linked_folder(classroom, student: str) -> None:
    """Hand in a link to another student's folder."""
    place = classroom.folder(student)
    place.parent.mkdir(parents=True)
    place.symlink_to(classroom.folder("bystander"))


def archive_only(classroom, student: str) -> None:
    """Hand in an archive with the notebook inside."""
    path = classroom.hand_in(student)
    path.unlink()
    path.with_suffix(".zip").write_bytes(ARCHIVES["zip slip"])


REFUSED = {
    **{name: written(data) for name, data in BYTES.items()},
    "500 MB": instead(sparse),
    "3 MB of metadata": instead(large),
    "a link to another's notebook": instead(
        lambda path: path.symlink_to(path.parents[2] / "bystander" / LESSON / path.name)
    ),
    "a link to the hidden tests": instead(
        lambda path: path.symlink_to(path.parents[3] / "autograder" / "hidden")
    ),
    "a link to itself": instead(lambda path: path.symlink_to(path.name)),
    "a pipe": instead(os.mkfifo),
    "a device": instead(device),
    "a socket": instead(listening),
    "a folder": instead(Path.mkdir),
    "a link beside": beside(lambda folder: (folder / "data").symlink_to("/etc")),
    "a pipe beside": beside(lambda folder: os.mkfifo(folder / "data.csv")),
    "a date that is none": beside(lambda folder: (folder / "timestamp.txt").write_text("=now()")),
    "1500 files beside": beside(many),
    "a linked folder": linked_folder,
    "an archive": archive_only,
}


@pytest.mark.parametrize("name", REFUSED, ids=lambda name: name.replace(" ", "-"))
def test_a_file_that_is_no_notebook_is_refused_and_the_batch_goes_on(classroom, name: str):
    prefix = f"file.r{list(REFUSED).index(name)}."
    bad, control = f"{prefix}1", f"{prefix}2"
    with classroom.attacked(prefix):
        REFUSED[name](classroom, bad)
        classroom.hand_in(control)
        rows = classroom.grade(f"{prefix}*")
        assert rows[bad].status == "refused"
        assert len(rows[bad].notes) == 1
        assert classroom.report.exit_code == 1
        assert classroom.scores(bad) == {}
        assert not (classroom.root / "autograded" / bad).exists()
    assert classroom.scores(control) == POINTS


REPAIRED = {
    "half an escaped character": with_cell(source="@").replace(b'"@"', b'"\\ud800"'),
    "control characters": with_cell(source="\x00\x08\x1b[2J\u202e\ufeff"),
    "metadata of other tools": text_of(metadata={"kernelspec": 7, "widgets": [{"state": "x"}]}),
    "an answer as Markdown": with_cell(cell_type="markdown"),
}


@pytest.mark.parametrize("name", REPAIRED, ids=lambda name: name.replace(" ", "-"))
def test_a_strange_notebook_is_repaired_and_the_batch_goes_on(classroom, name: str):
    prefix = f"file.s{list(REPAIRED).index(name)}."
    strange, control = f"{prefix}1", f"{prefix}2"
    with classroom.attacked(prefix):
        classroom.hand_in(strange, REPAIRED[name])
        classroom.hand_in(control)
        rows = classroom.grade(f"{prefix}*")
        assert rows[strange].status == "graded"
        assert_inert(classroom.page(strange))
    scores = classroom.scores(strange)
    assert (scores["scale"], scores["draw"]) == (POINTS["scale"], POINTS["draw"])
    assert classroom.scores(control) == POINTS


GRADER_CODE = f"open('/tmp/{MARK}', 'w'); raise SystemExit(0)"
STRANGERS = {
    **{f"{name} beside": {"extra": data} for name, data in ARCHIVES.items()},
    "modules for the grader": {
        name: GRADER_CODE.encode()
        for name in (
            "conftest.py", "sitecustomize.py", "torch.py", "test_add.py", "pytest.ini",
            "nbgrader_config.py", "course_config.py", "autograder.py", "__init__.py",
        )
    },
    "pickles and arrays of objects": {
        name: b"cposix\nsystem\n(S'touch /tmp/" + MARK.encode() + b"'\ntR."
        for name in ("answers.pkl", "x.npy", "model.pt", "submission.dill")
    },
    "pages of its own": {
        f"{LESSON}.html": b"<script>alert(1)</script>", "feedback.html": b"4 of 4 points"
    },
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS, ids=lambda name: name.replace(" ", "-"))
def test_files_beside_a_notebook_are_never_opened(classroom, name: str):
    prefix = f"file.n{list(STRANGERS).index(name)}."
    wrong, honest = f"{prefix}1", f"{prefix}2"
    with classroom.attacked(prefix):
        for student in (wrong, honest):
            made = right()
            if student == wrong:
                made = attack_course.notebook(ANSWERS | {"add": "def add(a, b):\n    return a"})
            folder = classroom.hand_in(student, made).parent
            for path, data in STRANGERS[name].items():
                (folder / path).write_bytes(data)
        classroom.grade(f"{prefix}*")
        assert "alert(1)" not in classroom.page(wrong)
    assert classroom.scores(wrong) == POINTS | {"add": 0.0}
    assert classroom.scores(honest) == POINTS


NAMES = ["<script>alert(1)<", "=cmd|'calc'!A1", "+1", "@SUM(1)", "{{7*7}}", "a\nb", "-rf",
         "\x1b[31mred", "a\u202eb", "$(touch left)", "*"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_student_with_a_dangerous_name_is_refused(classroom, name: str):
    control = f"names.{NAMES.index(name)}."
    with classroom.attacked(control):
        classroom.hand_in(control)
        path = classroom.hand_in(name)
        try:
            rows = classroom.grade("*").values()
        finally:
            shutil.rmtree(path.parents[1])
        assert [row.status for row in rows].count("refused") == 1
        assert name not in classroom.gradebook()
    assert classroom.scores(control) == POINTS


def test_nothing_in_the_exported_table_is_a_formula(classroom):
    prefix = "table."
    with classroom.attacked(prefix):
        made = right()
        made["cells"][-1]["source"] = "=cmd|'/c calc'!A1"
        made["metadata"]["title"] = "=cmd|'/c calc'!A1"
        classroom.hand_in(f"{prefix}1", made)
        classroom.grade(f"{prefix}*")
        table = classroom.export()
        cells = [cell for line in table.splitlines() for cell in line.split(",")]
        assert any(cell == f"{prefix}1" for cell in cells)
        assert [cell for cell in cells if cell.strip('"')[:1] in "=+@\t" and cell.strip('"')] == []
        assert_inert(classroom.page(f"{prefix}1"))
