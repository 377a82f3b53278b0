"""Notebooks changed at random, and floods: intake reads a clean notebook or refuses in words."""

import copy
import json
import os
import socket
import subprocess
import time

import fuzz_intake
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.bounds import MAX_VALUES, check_json
from autograder.classroom.intake import MAX_FILES, examine, is_student, load_submission
from autograder.errors import NotebookError
from autograder.notebook import parse_notebook, read_file

MIB = 2**20
odd_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(fuzz_intake.IDS + fuzz_intake.MARKS + fuzz_intake.STRANGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)  # fmt: skip


def places(value, path=()):
    """Yield the path of every value in JSON."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


@st.composite
def changed_notebooks(draw):
    """The lesson's notebook with some values replaced, deleted or doubled."""
    notebook = copy.deepcopy(fuzz_intake.LESSON)
    for _ in range(draw(st.integers(1, 5))):
        *way, last = draw(st.sampled_from([path for path in places(notebook) if path]))
        parent = notebook
        for key in way:
            parent = parent[key]
        how = draw(st.sampled_from(["replace", "delete", "double"]))
        if how == "replace":
            parent[last] = draw(odd_values)
        elif how == "delete":
            del parent[last]
        elif isinstance(parent, list):
            parent.insert(draw(st.integers(0, len(parent))), copy.deepcopy(parent[last]))
    return json.dumps(notebook).encode()


@st.composite
def changed_bytes(draw):
    """The same in bytes, some of which are others."""
    data = bytearray(draw(changed_notebooks()))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


@given(changed_notebooks() | changed_bytes())
@settings(max_examples=300, deadline=2_000)
def test_any_changed_notebook_is_clean_or_refused(data):
    fuzz_intake.one_input(data)


GOOD = json.dumps(fuzz_intake.LESSON).encode()


def with_source(text):
    """Return the notebook with raw JSON in the place of a source."""
    return GOOD.replace(b'"x = 1"', text)


REFUSED = {
    "deep lists": (with_source(b"[" * 100_000 + b"]" * 100_000), "nested too deeply"),
    "deep objects": (with_source(b'{"":' * 100_000 + b"0" + b"}" * 100_000), "nested too deeply"),
    "very many values": (with_source(b"[" + b"[]," * 2_000_000 + b"0]"), "more than 1,000,000"),
    "very many strings": (with_source(b"[" + b'"",' * 2_000_000 + b"0]"), "more than 1,000,000"),
    "very many keys": (with_source(b'{"":0,' * 1_500_000), "more than 1,000,000"),
    "the same key twice": (with_source(b'"a", "source": "b"'), "the same key twice"),
    "cells twice": (GOOD[:-1] + b', "cells": []}', "the same key twice"),
    "no number": (with_source(b"NaN"), "NaN is no number"),
    "infinity": (with_source(b"-Infinity"), "Infinity is no number"),
    "a long number": (with_source(b"9" * 5_000_000), "not JSON"),
    "a huge number": (with_source(b"1e999999"), "not a notebook"),
    "no UTF-8": (with_source(b'"\xff\xfe"'), "not JSON"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "not JSON"),
    "control characters": (with_source(b'"\x00"'), "not JSON"),
    "an unknown kind of cell": (GOOD.replace(b'"code"', b'"\\u001b[31m"'), "not a notebook"),
    "cut off": (GOOD[:-20], "not JSON"),
    "very many cells": (json.dumps(fuzz_intake.LESSON | {"cells": [fuzz_intake.cell("x")] * 2001})
                        .encode(), "at most 2000"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_honest_notebook_is_refused_in_one_printable_line(data, word):
    start = time.process_time()
    with pytest.raises(NotebookError, match=word) as caught:
        parse_notebook(data, "a.ipynb")
    assert time.process_time() - start < 5
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b"\xef\xbb\xbf" + GOOD, "x = 1"),
        (with_source(b'"a\\ud800"'), "a?"),
        (with_source(b'["a\\n", "b"]'), "a\nb"),
        (with_source(b'"' + b"\\\\" * MIB + b'"'), "\\" * MIB),
        (with_source(b'"' + b"[{," * MIB + b'"'), "[{," * MIB),
    ],
    ids=["byte order mark", "half a character", "lines", "backslashes", "brackets in text"],
)
def test_what_is_odd_and_harmless_is_read(data, source):
    cells = {cell.id: cell for cell in parse_notebook(data, "a.ipynb")}
    assert cells["own-work"].source == source


@given(odd_values)
@settings(max_examples=200, deadline=None)
def test_json_that_is_small_is_within_bounds(value):
    check_json(json.dumps(value).encode())


@pytest.mark.parametrize("text", [b"[],", b'"\\\\",', b'"\\"[",', b'{"":0},'], ids=ascii)
def test_values_are_counted_outside_of_strings(text):
    with pytest.raises(ValueError, match="more than"):
        check_json(text * (MAX_VALUES + 1))
    check_json(text * (MAX_VALUES // 4))


def special_files(tmp_path):
    """Make one of each kind of file that is not plain."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(tmp_path / "socket"))
    return sorted(tmp_path.iterdir())


def test_only_plain_files_are_read_and_no_handle_is_left(tmp_path):
    paths = [*special_files(tmp_path), "/dev/zero", "/proc/self/mem"]
    before = len(os.listdir("/proc/self/fd"))
    for path in paths:
        with pytest.raises(NotebookError, match=r"not a plain file|cannot be"):
            read_file(path, MIB)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_larger_than_it_says_is_read_within_bounds():
    assert os.stat("/proc/self/maps").st_size == 0
    with pytest.raises(NotebookError, match="larger than"):
        read_file("/proc/self/maps", 100)


def test_a_sparse_file_of_a_terabyte_is_refused_by_its_size(tmp_path):
    path = tmp_path / "a.ipynb"
    path.touch()
    os.truncate(path, 2**40)
    with pytest.raises(NotebookError, match="larger than 1 MiB"):
        load_submission(path, fuzz_intake.TEMPLATE, MIB)


def deep_folders(folder):
    """Make folders in folders, deeper than Python calls itself."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("a", dir_fd=here)
        inner = os.open("a", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def many_folders(folder):
    """Make many empty folders."""
    for number in range(MAX_FILES + 1):
        (folder / str(number)).mkdir()


@pytest.mark.parametrize("make", [deep_folders, many_folders])
def test_floods_of_folders_beside_a_notebook_are_refused(tmp_path, make):
    folder = tmp_path / "ann" / "1-1-1-fuzz"
    folder.mkdir(parents=True)
    (folder / "1-1-1-fuzz.ipynb").write_bytes(GOOD)
    examine(folder, "ann", "1-1-1-fuzz")
    make(folder)
    with pytest.raises(NotebookError, match="more than 1000 files"):
        examine(folder, "ann", "1-1-1-fuzz")
    subprocess.run(["rm", "-r", folder], check=True)  # too deep for pytest to take away


@pytest.mark.parametrize(
    "name", ["ann", "Ünal Öz", "u\u0308nal", "अनीता", "李雷", "a.b@c-d_e", "_x", "007", "a" * 128]
)
def test_people_of_all_languages_may_hand_in(name):
    assert is_student(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".a", "-a", " a", "a/b", "a\nb", "a\x1b", "a\u202eb", "a\udcff", "a" * 129,
     "a*", "a[b]", "<b>", "=1", "a'b", "a;b", "a\u200bb", "{{7*7}}"],
    ids=ascii,
)  # fmt: skip
def test_names_that_mean_something_to_a_program_are_refused(name):
    assert not is_student(name)
