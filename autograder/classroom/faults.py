"""What stops a whole class: a full disk, a gradebook that is away. In words, with the way out."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from traitlets import TraitError

from autograder.course import CONFIG_NAME
from autograder.errors import (
    ClusterError,
    ConfigError,
    DiskError,
    GradebookError,
    LessonError,
    SandboxError,
    WorkbookError,
)

__all__ = ["LOCK_SECONDS", "fault_of", "patient"]

LOCK_SECONDS = 30
"""How long a gradebook that another program locks is waited for."""
CONNECT_SECONDS = 15
"""How long a database server that does not answer is waited for."""
SILENT_SECONDS = 60
"""How long one is waited for that answered before."""
LIBPQ = frozenset({"psycopg", "psycopg2"})
OURS = ("timeout", "connect_timeout", "tcp_user_timeout")
LEAST_BYTES = 2**17
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
FOR_ALL = (ClusterError, DiskError, GradebookError, SandboxError, LessonError)


def fault_of(error: BaseException | None, db_url: str) -> WorkbookError | None:
    """Return what `error` means for everybody; None when it concerns one submission only."""
    while error is not None:
        if isinstance(error, FOR_ALL):
            return error
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return full(f"{error.filename or 'a file'} cannot be written: {error.strerror}")
        if isinstance(error, TraitError):
            return ConfigError(f"nbgrader's settings: {error}; correct {CONFIG_NAME}")
        if isinstance(error, ArgumentError):
            return unusable(db_url, error)
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
            return unusable(db_url, error.orig or error)
        error = error.__cause__ or error.__context__
    return None


def full(what: str) -> DiskError:
    """Return the error for a disk without room."""
    return DiskError(f"{what}. Make room there and run the same command again")


def unusable(db_url: str, reason: BaseException) -> WorkbookError:
    """Return the error for a gradebook that does not answer."""
    told = " ".join(str(reason).split())
    name = shown(db_url)
    if "disk is full" in told or no_room(db_url):
        return full(f"the gradebook {name} cannot be written: {told}")
    if isinstance(reason, sqlite3.OperationalError) and "locked" in told:
        return GradebookError(
            f"the gradebook {name} has been locked by another program for {LOCK_SECONDS} s: close "
            "what holds it (a formgrader, a database browser) and run the same command again"
        )
    return GradebookError(
        f"the gradebook {name} cannot be used ({told}): bring it back, or correct "
        "c.CourseDirectory.db_url, and run the same command again"
    )


def no_room(db_url: str) -> bool:
    """Whether SQLite lacks the room for a journal, which it reports in many words."""
    try:
        database = make_url(db_url).database
        return bool(database) and shutil.disk_usage(Path(database).parent).free < LEAST_BYTES
    except (OSError, ArgumentError):
        return False


def shown(db_url: str) -> str:
    """Return the address of a gradebook without its password."""
    try:
        return make_url(db_url).difference_update_query(OURS).render_as_string()
    except ArgumentError:
        return "named by c.CourseDirectory.db_url"


def patient(db_url: str) -> str:
    """Return the address such that no wait is without end, or too short.

    SQLite waits for a lock longer than its five seconds, PostgreSQL's driver not for ever.
    Raises GradebookError for an address that is none, or whose driver is not installed.
    """
    try:
        url = make_url(db_url)
        url.get_dialect().import_dbapi()
    except ArgumentError:
        raise GradebookError(
            "c.CourseDirectory.db_url is no address of a database; write sqlite:///gradebook.db, "
            "postgresql://user@host/name, or leave it out"
        ) from None
    except ImportError as error:
        raise GradebookError(
            f"the gradebook {shown(db_url)} needs the Python package {error.name}: install it"
        ) from None
    waits: dict[str, str] = {}
    if url.get_backend_name() == "sqlite":
        waits = {"timeout": str(LOCK_SECONDS)}
    elif url.get_driver_name() in LIBPQ:
        silent = str(1000 * SILENT_SECONDS)
        waits = {"connect_timeout": str(CONNECT_SECONDS), "tcp_user_timeout": silent}
    missing = {name: value for name, value in waits.items() if name not in url.query}
    return url.update_query_dict(missing).render_as_string(hide_password=False)
