"""One launcher for each kind of user, kept for all tests: each test gets fresh workers anyway."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from rig import Rig, interpreter, needs, told, why_no_ordinary_user


@pytest.fixture(scope="session")
def library():
    """A folder for students that carelessly holds a copy of the engine, and an engine elsewhere."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-library-"))
    folder.chmod(0o755)
    (folder / "lib" / "autograder" / "hidden").mkdir(parents=True)
    (folder / "lib" / "autograder" / "__init__.py").write_text("CANARY = 1\n")
    (folder / "lib" / "autograder" / "hidden" / "test_canary.py").write_text("CANARY = 2\n")
    (folder / "lib" / "autograder-1.0.dist-info").mkdir()
    (folder / "lib" / "autograder-1.0.dist-info" / "RECORD").write_text("autograder/hidden\n")
    (folder / "lib" / "helper.py").write_text("HELP = 'yes'\n")
    (folder / "lib" / "answers").mkdir()
    (folder / "lib" / "answers" / "key.txt").write_text("CANARY = 3\n")
    (folder / "lib" / "single.txt").write_text("CANARY = 4\n")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session", params=["root", "ordinary"])
def jail(request, library):
    """A launcher in a full jail."""
    needs(request.param)
    with Rig(ordinary=request.param == "ordinary", **told(library)) as rig:
        if rig.info["tier"] not in "AB":
            pytest.skip(f"this host offers tier {rig.info['tier']} only: {rig.info['notes']}")
        yield rig


@pytest.fixture(scope="session")
def jail_without_user_namespaces(library):
    """A launcher that is root and stays root, as where user namespaces are forbidden."""
    needs("root")
    with Rig(without=["user namespaces"], uid_base=4_000_000, **told(library)) as rig:
        yield rig


@pytest.fixture(scope="session", params=["root", "ordinary"])
def open_field(request, library):
    """A launcher in tier C: Landlock, seccomp and rlimits only."""
    needs(request.param)
    python = None
    if request.param == "root":
        # workers get a uid of their own, and only a mount tree could lead it into /root
        if why_no_ordinary_user():
            pytest.skip(why_no_ordinary_user())
        python = interpreter(ordinary=True)
    ordinary = request.param == "ordinary"
    with Rig(ordinary=ordinary, python=python, without=["mounts"], **told(library)) as rig:
        if rig.info["tier"] != "C":
            pytest.skip("this kernel has no Landlock")
        yield rig


@pytest.fixture
def canary(tmp_path_factory):
    """A readable file of the host, in /tmp, with a word nobody must see."""
    handle, name = tempfile.mkstemp(prefix="sandbox-canary-")
    os.write(handle, b"the-word-nobody-must-see")
    os.close(handle)
    path = Path(name)
    path.chmod(0o644)
    yield path
    path.unlink()
