"""Where a data set comes from: a folder of your own, Debian, the Hugging Face hub, the bundle."""

import http.client
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from student_lib import bundled

__all__ = ["NAMES", "Source", "resolve"]

NAMES = ("env", "debian", "hub", "bundled")  # in the order in which they are tried
DEBIAN = Path("/usr/share/datasets")
PATIENCE = 3.0  # seconds that the hub gets for its first answer
_asked: dict[str, str] = {}  # the hub is asked once in a process: its address -> what went wrong


@dataclass(frozen=True)
class Source:
    """Where a data set was found: the folder that holds its files, or None for the hub."""

    name: str
    folder: Path | None
    remark: str = ""

    def __str__(self) -> str:
        where = {
            "env": f"WORKBOOK_DATA ({self.folder})",
            "debian": f"Debian's {self.folder}",
            "hub": "the Hugging Face hub",
            "bundled": "the bundled subset",
        }[self.name]
        return f"{where} ({self.remark})" if self.remark else where


def resolve(dataset: str, files: Sequence[str], source: str | None = None) -> Source:
    """Find the first source that has the data set, or check the one that is asked for.

    dataset: the name of its folder, such as "fashion-mnist". files: what the folder must hold.
    source: one of NAMES, the path of a folder, or None for the first of NAMES that has it.
    Raises FileNotFoundError when the source that was asked for does not have it.
    """
    if source is not None:
        return _named(dataset, files, source)
    remarks = []
    for name in NAMES:
        try:
            found = _named(dataset, files, name)
        except FileNotFoundError as e:
            if name == "hub" or (name == "env" and os.environ.get("WORKBOOK_DATA")):
                remarks.append(str(e))  # a missing Debian package surprises nobody
            continue
        return Source(found.name, found.folder, "; ".join(remarks))
    raise FileNotFoundError(f"{dataset} is nowhere: {'; '.join(remarks)}; install it again")


def _named(dataset: str, files: Sequence[str], source: str) -> Source:
    """Check one source. Raises FileNotFoundError with the reason when it has not all the files."""
    if source == "hub":
        if reason := _hub_refusal():
            raise FileNotFoundError(reason)
        return Source("hub", None)
    for folder in _folders(dataset, source):
        if all((folder / file).is_file() for file in files):
            return Source(source if source in NAMES else "env", folder)
    where = f"WORKBOOK_DATA={os.environ.get('WORKBOOK_DATA', '')}" if source == "env" else source
    raise FileNotFoundError(f"{where} has no {dataset}")


def _folders(dataset: str, source: str) -> list[Path]:
    """List the folders of a source in which a data set's files may lie."""
    if source == "debian":
        return [DEBIAN / dataset]
    if source == "bundled":
        return [bundled.FOLDER / dataset]
    own = os.environ.get("WORKBOOK_DATA", "") if source == "env" else source
    return [Path(own).expanduser() / dataset, Path(own).expanduser()] if own else []


def _hub_refusal() -> str:
    """Say why the hub cannot be used, or "" when it answers. Asks over the network at most once."""
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return "HF_HUB_OFFLINE is set"
    from huggingface_hub import constants

    if constants.ENDPOINT not in _asked:
        _asked[constants.ENDPOINT] = _knock(constants.ENDPOINT)
    return _asked[constants.ENDPOINT]


def _knock(url: str) -> str:
    """Ask a server for its front page; return what went wrong, or "".

    In a thread, since no timeout of Python's bounds a name server that does not answer.
    """
    outcome = [f"the Hugging Face hub gave no answer within {PATIENCE:g} s"]

    def ask() -> None:
        request = urllib.request.Request(url, method="HEAD")
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()
        except urllib.error.HTTPError as e:
            e.close()  # it answered: it is there
        except (OSError, ValueError, http.client.HTTPException) as e:
            outcome[0] = f"the Hugging Face hub cannot be reached: {getattr(e, 'reason', e)}"
            return
        outcome[0] = ""

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE + 0.5)
    return outcome[0]
